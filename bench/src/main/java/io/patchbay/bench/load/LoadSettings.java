package io.patchbay.bench.load;

/**
 * What one run of a {@link Load} is to do.
 *
 * @param outstanding        requests under way at once in a closed loop, 0 with a rate.
 * @param rate               requests a second on a schedule, 0 in a closed loop.
 * @param warmUpSeconds      before it counts, at least.
 * @param warmUpLimitSeconds before it counts, at most, where compilers do not come to rest; not above the former: exactly that.
 * @param seconds            that count.
 */
public record LoadSettings(int outstanding, int rate, double warmUpSeconds, double warmUpLimitSeconds, double seconds) {
    /** Most requests under way at once; a server allows 65,536. */
    public static final int MAX_OUTSTANDING = 60_000;
}
