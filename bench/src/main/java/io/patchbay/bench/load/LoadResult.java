package io.patchbay.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What a run gave.
 *
 * @param latencies     in nanoseconds, of all requests that count.
 * @param replies       that came within the measured time.
 * @param answered      replies to requests that count, also those that came after the measured time.
 * @param elapsedNs     measured time.
 * @param failures      requests that were not answered as they should be, warm-up included.
 * @param warmUpSeconds how long it warmed up.
 */
public record LoadResult(Histogram latencies, long replies, long answered, long elapsedNs, long failures,
    double warmUpSeconds) {
    /**
     * Replies a second.
     *
     * @return of the measured time.
     */
    public double ratePerSecond() {
        return replies * 1e9 / elapsedNs;
    }

    /**
     * Measured time.
     *
     * @return seconds.
     */
    public double seconds() {
        return elapsedNs / 1e9;
    }
}
