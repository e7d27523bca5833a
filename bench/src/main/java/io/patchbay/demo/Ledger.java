package io.patchbay.demo;

import java.util.Arrays;

/**
 * What became of every single request of the demo, by its number from 1 on. One thread.
 */
final class Ledger {
    /** Not ended yet. */
    static final byte OPEN = 0;
    /** Answered. */
    static final byte REPLIED = 1;
    /** Unhandled, instance-lost. */
    static final byte LOST = 2;
    /** Ended in any other way: an error, another reason. */
    static final byte OTHER = 3;

    private byte[] outcomes = new byte[1 << 16];
    private long[] instances = new long[1 << 16];
    private int sent;
    private int endedTwice;

    /** Notes a request that was sent; its number. */
    int sent() {
        if (++sent == outcomes.length) {
            outcomes = Arrays.copyOf(outcomes, sent * 2);
            instances = Arrays.copyOf(instances, sent * 2);
        }
        return sent;
    }

    /** Notes the end of a request. */
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

    /** Ends of requests that had ended, or that nobody sent. */
    int endedTwice() {
        return endedTwice;
    }

    byte outcome(final int number) {
        return outcomes[number];
    }

    long instance(final int number) {
        return instances[number];
    }

    /** How many requests ended so. */
    int count(final byte outcome) {
        int count = 0;
        for (int number = 1; number <= sent; number++) {
            if (outcomes[number] == outcome) {
                count++;
            }
        }
        return count;
    }

    /** How many requests from that number on an instance answered. */
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
