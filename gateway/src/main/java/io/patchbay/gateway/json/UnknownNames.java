package io.patchbay.gateway.json;

import java.util.Arrays;

/**
 * Remembers the unknown field names of one frame, so that one given twice is found. Holds a 64-bit hash of each, and only the
 * first {@link #MAX_NAMES}: what is ignored anyway must not cost much, however many there are.
 */
final class UnknownNames {
    /** Names of one frame that are compared with each other. */
    static final int MAX_NAMES = 256;

    private final long[] hashes = new long[MAX_NAMES * 2];
    private int size;

    void clear() {
        if (size > 0) {
            Arrays.fill(hashes, 0);
            size = 0;
        }
    }

    /** Remembers a name; false if it was there already. */
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
