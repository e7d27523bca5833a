package io.patchbay.journal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long a writer's appends took, each from the reading of its record's time: counts by powers of two of nanoseconds. Filled by
 * the writer's thread, read by any. A machine's clock that is set meanwhile distorts one of them.
 */
public final class AppendStalls {
    /** Number of counts; the last has all that took longer. */
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
     * Appends that took less than {@link #limitNs}, and not less than the limit before it.
     *
     * @param bucket 0 to {@link #BUCKETS} - 1.
     * @return since the writer began.
     */
    public long count(final int bucket) {
        return counts.get(bucket);
    }

    /**
     * What the appends of a bucket took less than.
     *
     * @param bucket 0 to {@link #BUCKETS} - 1.
     * @return nanoseconds.
     */
    public static long limitNs(final int bucket) {
        return bucket == BUCKETS - 1 ? Long.MAX_VALUE : 1L << bucket;
    }

    /**
     * All appends.
     *
     * @return since the writer began.
     */
    public long total() {
        long total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            total += counts.get(i);
        }
        return total;
    }

    /**
     * The longest.
     *
     * @return nanoseconds, 0 before the first.
     */
    public long maxNs() {
        return maxNs.get();
    }

    /**
     * What that share of the appends took less than, as near as the powers of two tell.
     *
     * @param share for example 0.9999.
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
