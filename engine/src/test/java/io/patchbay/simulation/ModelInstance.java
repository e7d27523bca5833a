package io.patchbay.simulation;

import io.patchbay.protocol.DisconnectReason;

/** The model's state of a registered connection. */
final class ModelInstance {
    long id;
    long session;
    long gateway;
    byte name;
    byte[] version;
    int methods;
    /** The core events that it listens for, one bit each. */
    int listen;
    /** The services whose custom events it listens for, one bit each. */
    int custom;
    boolean acks;
    boolean isAeron;
    boolean isLeastPending;
    boolean isDraining;
    boolean isGone;
    DisconnectReason goneFor;
    long drainDeadlineNs;
    long drainIndex;
    int asked;
    int pending;
    /** Frames that must come through its socket. */
    final Expected socket = new Expected();
    /** Frames that must come through its own Aeron stream. */
    final Expected stream = new Expected();
    final Expected acked = new Expected();

    boolean isService() {
        return methods != 0;
    }

    boolean hears(final int event) {
        return (listen & 1 << event) != 0;
    }

    /** Returns the expected frames, except those that an Aeron instance receives through its socket. */
    Expected frames() {
        return isAeron ? stream : socket;
    }

    void clear() {
        isDraining = false;
        isGone = false;
        goneFor = null;
        asked = 0;
        pending = 0;
        socket.clear();
        stream.clear();
        acked.clear();
    }
}
