package io.patchbay.simulation;

import java.util.Arrays;

/** What one receiver must be told, in order: the model adds, the receiver takes off. */
final class Expected {
    private long[] words = new long[3 * 16];
    private int size;
    private int taken;

    void clear() {
        size = 0;
        taken = 0;
    }

    /** A frame of this record, with the request that it hands over; an ack, with how many frames come before it. */
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

    /** Of a frame: index of the request that it hands over, 0 = it is no request. Of an ack: how many frames come before it. */
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
