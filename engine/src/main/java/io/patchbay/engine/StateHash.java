package io.patchbay.engine;

/**
 * The sum of the hashes of all entries of the state, in any order. It is updated as entries are added, changed and removed. The
 * constants keep entries of different kinds apart.
 */
final class StateHash {
    static final long SETTINGS = 1;
    static final long GATEWAY = 2;
    static final long INSTANCE = 3;
    static final long LOAD = 4;
    static final long DRAIN = 5;
    static final long CHOOSE = 6;
    static final long CURSOR = 7;
    static final long REQUEST = 8;
    static final long ENDED = 9;
    static final long ENDED_NEXT = 10;
    static final long LOG_POSITION = 11;
    static final long EXPECTED = 12;

    private long sum;

    void add(final long entry) {
        sum += entry;
    }

    void remove(final long entry) {
        sum -= entry;
    }

    void replace(final long before, final long after) {
        sum += after - before;
    }

    long sum() {
        return sum;
    }
}
