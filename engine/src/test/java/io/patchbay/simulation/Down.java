package io.patchbay.simulation;

/** A frame that a client receives, decoded as far as the simulation uses it. */
final class Down {
    int kind;
    long index;
    long target;
    long id;
    long a;
    long b;
    long c;
    /** Sender of the message of an unhandled-message, or the service's name of a custom event. */
    long who;
    boolean isRequest;
    boolean isFinal;
    int streamId;
    /** The secret of a registered frame, for the Aeron path. */
    long secretHi;
    long secretLo;
    long key;
    long readyNs;

    void set(final Down other) {
        kind = other.kind;
        index = other.index;
        target = other.target;
        id = other.id;
        a = other.a;
        b = other.b;
        c = other.c;
        who = other.who;
        isRequest = other.isRequest;
        isFinal = other.isFinal;
        streamId = other.streamId;
        secretHi = other.secretHi;
        secretLo = other.secretLo;
        key = other.key;
    }

    @Override
    public String toString() {
        return Keys.name(kind) + " index=" + Long.toHexString(index) + " target=" + Long.toHexString(target) + " id="
            + Long.toHexString(id) + " a=" + Long.toHexString(a) + " b=" + Long.toHexString(b) + " c=" + Long.toHexString(c);
    }
}
