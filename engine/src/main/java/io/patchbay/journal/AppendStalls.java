package io.patchbay.journal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A histogram of how long a writer's appends took, each from the moment at which its record's time was read. The buckets are
 * powers of two of nanoseconds. The writer's thread fills it; any thread may read it. A clock that is set during an append
 * distorts that one value.
 */
public final class AppendStalls {
    /** Number of buckets; the last one counts all longer appends. */
    public static final int BUCKETS = 48;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
    private final AtomicLong maxNs = new AtomicLong();

    AppendStalls() {
    }

    void record(final long tookNs) {
        final int bucket = tookNs <= 0 ? 0 : Math.min(BUCKETS - 1, Long.SIZE - Long.numberOfLeadingZeros(tookNs));
        counts.lazySet(bucket, counts.getPlain(bucket) + 1);
        if (tookNs > maxNs.getPlain()) {
            maxNs.lazySet(tookNs);
        }
    }

    /**
     * Returns the number of appends in a bucket: those that took less than its {@link #limitNs} and not less than the limit
     * before it.
     *
     * @param bucket 0 to {@link #BUCKETS} - 1.
     * @return the count since the writer began.
     */
    public long count(final int bucket) {
        return counts.get(bucket);
    }

    /**
     * Returns the limit of a bucket: its appends took less than that.
     *
     * @param bucket 0 to {@link #BUCKETS} - 1.
     * @return nanoseconds.
     */
    public static long limitNs(final int bucket) {
        return bucket == BUCKETS - 1 ? Long.MAX_VALUE : 1L << bucket;
    }

    /**
     * Returns the number of all appends.
     *
     * @return the count since the writer began.
     */
    public long total() {
        long total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            total += counts.get(i);
        }
        return total;
    }

    /**
     * Returns the duration of the longest append.
     *
     * @return nanoseconds, 0 before the first.
     */
    public long maxNs() {
        return maxNs.get();
    }

    /**
     * Returns the limit below which a share of the appends stayed, to the next power of two.
     *
     * @param share share of the appends, for example 0.9999.
     * @return nanoseconds, 0 before the first.
     */
    public long withinNs(final double share) {
        final long total = total();
        if (total == 0) {
            return 0;
        }
        final long wanted = (long)Math.ceil(total * share);
        long sofar = 0;
        for (int i = 0; i < BUCKETS - 1; i++) {
            sofar += counts.get(i);
            if (sofar >= wanted) {
                return limitNs(i);
            }
        }
        return maxNs();
    }
}
