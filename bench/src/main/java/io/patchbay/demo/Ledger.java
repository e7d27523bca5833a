package io.patchbay.demo;

import java.util.Arrays;

/**
 * The outcomes of the demo's requests, by their numbers from 1 on. Used by one thread.
 */
final class Ledger {
    /** The request has not ended. */
    static final byte OPEN = 0;
    /** The request was answered. */
    static final byte REPLIED = 1;
    /** The request ended as unhandled, with the reason {@code instance-lost}. */
    static final byte LOST = 2;
    /** The request ended in any other way: with an error, or for another reason. */
    static final byte OTHER = 3;

    private byte[] outcomes = new byte[1 << 16];
    private long[] instances = new long[1 << 16];
    private int sent;
    private int endedTwice;

    /** Adds a request that was sent, and returns its number. */
    int sent() {
        if (++sent == outcomes.length) {
            outcomes = Arrays.copyOf(outcomes, sent * 2);
            instances = Arrays.copyOf(instances, sent * 2);
        }
        return sent;
    }

    /** Sets the outcome of a request. */
    void ended(final int number, final byte outcome, final long instance) {
        if (number < 1 || number > sent || outcomes[number] != OPEN) {
            endedTwice++;
            return;
        }
        outcomes[number] = outcome;
        instances[number] = instance;
    }

    int total() {
        return sent;
    }

    /** Returns how often a request ended that had ended before, or that was never sent. */
    int endedTwice() {
        return endedTwice;
    }

    byte outcome(final int number) {
        return outcomes[number];
    }

    long instance(final int number) {
        return instances[number];
    }

    /** Returns the number of requests with an outcome. */
    int count(final byte outcome) {
        int count = 0;
        for (int number = 1; number <= sent; number++) {
            if (outcomes[number] == outcome) {
                count++;
            }
        }
        return count;
    }

    /** Returns the number of requests that an instance answered. */
    int repliedBy(final long instance) {
        int count = 0;
        for (int number = 1; number <= sent; number++) {
            if (outcomes[number] == REPLIED && instances[number] == instance) {
                count++;
            }
        }
        return count;
    }
}
