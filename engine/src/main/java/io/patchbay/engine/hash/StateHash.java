package io.patchbay.engine.hash;

/**
 * The sum of the hashes of all entries of the state, in any order. It is updated as entries are added, changed and removed. The
 * constants keep entries of different kinds apart.
 */
public final class StateHash {
    public static final long SETTINGS = 1;
    public static final long GATEWAY = 2;
    public static final long INSTANCE = 3;
    public static final long LOAD = 4;
    public static final long DRAIN = 5;
    public static final long CHOOSE = 6;
    public static final long CURSOR = 7;
    public static final long REQUEST = 8;
    public static final long ENDED = 9;
    public static final long ENDED_NEXT = 10;
    public static final long LOG_POSITION = 11;
    public static final long EXPECTED = 12;

    @NotHashed("the kept hash itself")
    private long sum;

    public void add(final long entry) {
        sum += entry;
    }

    public void remove(final long entry) {
        sum -= entry;
    }

    public void replace(final long before, final long after) {
        sum += after - before;
    }

    public long sum() {
        return sum;
    }
}
