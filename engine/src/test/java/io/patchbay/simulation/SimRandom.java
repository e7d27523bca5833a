package io.patchbay.simulation;

/** The random numbers of a simulation, all from one seed (xorshift64*, seeded by splitmix64). */
final class SimRandom {
    private long state;

    void seed(final long seed) {
        long z = seed * 0x9e3779b97f4a7c15L + 0x632be59bd9b4e019L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        z ^= z >>> 31;
        state = z == 0 ? 1 : z;
    }

    long next() {
        long x = state;
        x ^= x >>> 12;
        x ^= x << 25;
        x ^= x >>> 27;
        state = x;
        return x * 0x2545f4914f6cdd1dL;
    }

    /** Returns a number from 0 to below the bound. */
    int below(final int bound) {
        return (int)((next() >>> 32) * bound >>> 32);
    }

    /** Returns true with a probability of one in a number of times. */
    boolean oneIn(final int times) {
        return below(times) == 0;
    }
}
