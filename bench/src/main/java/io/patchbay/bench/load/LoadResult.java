package io.patchbay.bench.load;

import org.HdrHistogram.Histogram;

/**
 * The figures of one run.
 *
 * @param latencies     latencies, in nanoseconds, of all requests that count.
 * @param replies       number of replies that came within the measured time.
 * @param answered      number of replies to requests that count, also of those that came after the measured time.
 * @param elapsedNs     the measured time.
 * @param failures      number of requests that were not answered as they should be, warm-up included.
 * @param warmUpSeconds how long the warm-up took.
 */
public record LoadResult(Histogram latencies, long replies, long answered, long elapsedNs, long failures,
    double warmUpSeconds) {
    /**
     * Returns the replies a second.
     *
     * @return the rate within the measured time.
     */
    public double ratePerSecond() {
        return replies * 1e9 / elapsedNs;
    }

    /**
     * Returns the measured time.
     *
     * @return seconds.
     */
    public double seconds() {
        return elapsedNs / 1e9;
    }
}
