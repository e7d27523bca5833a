package io.patchbay.bench.load;

/**
 * The settings of one run of a {@link Load}.
 *
 * @param outstanding        requests under way at once in a closed loop, 0 with a rate.
 * @param rate               requests a second on a schedule, 0 in a closed loop.
 * @param warmUpSeconds      shortest warm-up.
 * @param warmUpLimitSeconds longest warm-up, if the JVMs' compilers do not come to rest before. Not above
 *                           {@code warmUpSeconds} means that the warm-up takes exactly that.
 * @param seconds            the measured time.
 */
public record LoadSettings(int outstanding, int rate, double warmUpSeconds, double warmUpLimitSeconds, double seconds) {
    /** Highest number of requests under way at once; a server allows 65,536. */
    public static final int MAX_OUTSTANDING = 60_000;
}
