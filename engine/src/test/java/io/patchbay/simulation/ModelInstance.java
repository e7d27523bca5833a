package io.patchbay.simulation;

import io.patchbay.protocol.DisconnectReason;

/** What the model knows of a registered connection. */
final class ModelInstance {
    long id;
    long session;
    long gateway;
    byte name;
    byte[] version;
    int methods;
    /** Bits of core events. */
    int listen;
    /** Bits of services to whose custom events it listens. */
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
    /** By the socket. */
    final Expected socket = new Expected();
    /** By its own stream, for Aeron. */
    final Expected stream = new Expected();
    final Expected acked = new Expected();

    boolean isService() {
        return methods != 0;
    }

    boolean hears(final int event) {
        return (listen & 1 << event) != 0;
    }

    /** All but the lifeline's frames. */
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
