package io.patchbay.simulation;

import org.agrona.DirectBuffer;

/** Computes a key for the contents of a frame, so that model and receiver compare numbers. */
final class Keys {
    static final int REGISTERED = 1;
    static final int REQUEST = 2;
    static final int REPLY = 3;
    static final int LIFECYCLE = 4;
    static final int BROADCAST = 5;
    static final int UNHANDLED = 6;
    static final int CUSTOM = 7;
    static final int ACCEPTED = 8;
    static final int FAILURE = 9;
    static final int SERVICES = 10;
    static final int STATUS = 11;
    static final int DISCONNECT = 12;
    // Frames that a gateway sends on its own, at any time: they belong to no record.
    static final int PING = 13;
    static final int REFUSED = 14;
    static final int GOODBYE = 15;
    private static final String[] NAMES = {"", "registered", "message", "reply", "lifecycle", "broadcast", "unhandled", "custom",
        "accepted", "error", "services", "status", "disconnect", "ping", "refused", "goodbye"};

    private Keys() {
    }

    static String name(final int kind) {
        return NAMES[kind];
    }

    static long of(final int kind, final long id, final long a, final long b, final long c) {
        return next(next(next(next(kind, id), a), b), c);
    }

    static long next(final long hash, final long value) {
        final long product = (hash ^ value) * 0x9e3779b97f4a7c15L;
        return product ^ product >>> 29;
    }

    static long text(final DirectBuffer buffer) {
        long hash = 7;
        for (int i = 0, length = buffer.capacity(); i < length; i++) {
            hash = hash * 31 + buffer.getByte(i);
        }
        return hash;
    }

    static long text(final String text) {
        long hash = 7;
        for (int i = 0, length = text.length(); i < length; i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return hash;
    }

    /** Returns the key of a payload, which is a number or empty. */
    static long payload(final DirectBuffer buffer) {
        return buffer.capacity() < Long.BYTES ? buffer.capacity() : buffer.getLong(0);
    }
}
