package io.patchbay.simulation;

import java.util.Arrays;

/** The frames or acks that one receiver must receive, in order. The model appends them; the receiver removes them. */
final class Expected {
    private long[] words = new long[3 * 16];
    private int size;
    private int taken;

    void clear() {
        size = 0;
        taken = 0;
    }

    /**
     * Appends a frame or an ack of a record. For a frame, {@code more} is the index of the request in it, else 0. For an ack, it
     * is the number of frames that come before it.
     */
    void add(final long index, final long key, final long more) {
        if (3 * size == words.length) {
            words = Arrays.copyOf(words, 2 * words.length);
        }
        words[3 * size] = index;
        words[3 * size + 1] = key;
        words[3 * size + 2] = more;
        size++;
    }

    boolean isDone() {
        return taken == size;
    }

    long nextIndex() {
        return words[3 * taken];
    }

    long nextKey() {
        return words[3 * taken + 1];
    }

    /**
     * Returns, for a frame, the index of the request in it, 0 = it is no request; for an ack, the number of frames that come
     * before it.
     */
    long nextMore() {
        return words[3 * taken + 2];
    }

    long more(final int at) {
        return words[3 * at + 2];
    }

    int size() {
        return size;
    }

    int taken() {
        return taken;
    }

    void take() {
        taken++;
    }
}
