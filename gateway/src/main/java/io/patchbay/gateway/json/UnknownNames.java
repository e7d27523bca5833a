package io.patchbay.gateway.json;

import java.util.Arrays;

/**
 * The set of unknown field names of one frame, to find a name that is given twice. It holds a 64-bit hash of each name, and only
 * the first {@link #MAX_NAMES}: fields that are ignored must not cost much, however many a client sends.
 */
final class UnknownNames {
    /** Number of names of one frame that are compared with each other. */
    static final int MAX_NAMES = 256;

    private final long[] hashes = new long[MAX_NAMES * 2];
    private int size;

    void clear() {
        if (size > 0) {
            Arrays.fill(hashes, 0);
            size = 0;
        }
    }

    /** Adds a name. Returns false where the set has it already. */
    boolean add(final byte[] text, final int from, final int length) {
        if (size == MAX_NAMES) {
            return true;
        }
        final long hash = hash(text, from, length);
        int slot = (int)(hash >>> 32) & hashes.length - 1;
        while (hashes[slot] != 0) {
            if (hashes[slot] == hash) {
                return false;
            }
            slot = slot + 1 & hashes.length - 1;
        }
        hashes[slot] = hash;
        size++;
        return true;
    }

    private static long hash(final byte[] text, final int from, final int length) {
        long hash = 0xcbf29ce484222325L ^ length;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ text[from + i]) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 29;
        }
        return hash == 0 ? 1 : hash;
    }
}
