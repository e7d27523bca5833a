package io.patchbay.simulation;

import java.util.Arrays;

/**
 * Hashes of the outputs and states of the first fold, which later folds must repeat, and the number of messages that each record
 * must end by the model.
 */
final class FoldLog {
    private final RecordStore records;
    private long[] outputs = new long[1_024];
    private long[] states = new long[1_024];
    private int[] ends = new int[1_024];
    private int known;
    private boolean isStateKnown;
    private int folds;
    /** Records applied by all folds together. */
    long applied;

    FoldLog(final RecordStore records) {
        this.records = records;
    }

    void reset() {
        known = 0;
        folds = 0;
    }

    void truncate(final int size) {
        known = Math.min(known, size);
    }

    int nextFold() {
        return ++folds;
    }

    void ends(final int position, final int count) {
        if (position >= ends.length) {
            ends = Arrays.copyOf(ends, position * 2);
            outputs = Arrays.copyOf(outputs, position * 2);
            states = Arrays.copyOf(states, position * 2);
        }
        ends[position] = count;
    }

    int ends(final int position) {
        return ends[position];
    }

    /** Checks that a fold applies every record in order. */
    void check(final int position, final long index) {
        if (position >= records.size() || records.get(position).index != index) {
            throw new Violation("record " + Long.toHexString(index) + " is applied out of order");
        }
    }

    void compare(final int position, final long index, final long output) {
        applied++;
        if (position == known) {
            outputs[position] = output;
            isStateKnown = false;
            known++;
        } else {
            isStateKnown = true;
            if (outputs[position] != output) {
                throw new Violation("at record " + Long.toHexString(index)
                    + " replay has other outputs than the live engine");
            }
        }
    }

    /**
     * Returns whether the state is compared at a position. Every eighth is enough, since a state that differs goes on to differ.
     */
    boolean isHashed(final int position) {
        return (position & 7) == 0;
    }

    /** Compares the state after a record. Called right after {@link #compare}. */
    void compareState(final int position, final long index, final long state) {
        if (!isStateKnown) {
            states[position] = state;
        } else if (states[position] != state) {
            throw new Violation("at record " + Long.toHexString(index) + " replay has another state hash than live");
        }
    }
}
