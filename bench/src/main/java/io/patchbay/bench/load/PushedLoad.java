package io.patchbay.bench.load;

import io.patchbay.bench.process.Compilation;

import org.HdrHistogram.Histogram;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A load generator in a closed loop, for a client library that has its own threads and calls back. The thread that delivers a
 * reply sends the next request. Replies come from one thread.
 */
public final class PushedLoad {
    private static final long DRAIN_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long HIGHEST_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int SLOTS = 1 << 16;

    private final Histogram histogram = new Histogram(HIGHEST_NS, 3);
    private final long[] sentNs = new long[SLOTS];
    private final AtomicLong nextId = new AtomicLong(1);
    private final AtomicInteger outstanding = new AtomicInteger();
    private final LoadSettings settings;
    private final Sender sender;
    private volatile long firstMeasuredId = Long.MAX_VALUE;
    private volatile boolean stopping;
    private volatile long replies;

    /**
     * A sender of requests.
     */
    @FunctionalInterface
    public interface Sender {
        /**
         * Sends a request. Called by the thread that delivers replies, and by the one that runs the load.
         *
         * @param id of the request.
         */
        void send(long id);
    }

    /**
     * Creates a generator for one run.
     *
     * @param settings the load, a closed loop.
     * @param sender   sends the requests.
     */
    public PushedLoad(final LoadSettings settings, final Sender sender) {
        this.settings = settings;
        this.sender = sender;
    }

    /**
     * Called when a request was answered.
     *
     * @param id of the request.
     */
    public void onReply(final long id) {
        if (id >= firstMeasuredId) {
            histogram.recordValue(Math.min(HIGHEST_NS, System.nanoTime() - sentNs[(int)id & SLOTS - 1]));
            replies = replies + 1;
        }
        if (stopping) {
            outstanding.decrementAndGet();
        } else {
            send();
        }
    }

    private void send() {
        final long id = nextId.getAndIncrement();
        sentNs[(int)id & SLOTS - 1] = System.nanoTime();
        sender.send(id);
    }

    /**
     * Does the whole run.
     *
     * @return the figures.
     */
    public LoadResult run() {
        outstanding.set(settings.outstanding());
        for (int i = 0; i < settings.outstanding(); i++) {
            send();
        }
        final double warmUpSeconds = WarmUp.run(settings, Compilation::ofThisJvmMs, PushedLoad::sleep);
        firstMeasuredId = nextId.get();
        final long startNs = System.nanoTime();
        sleep(settings.seconds());
        final long elapsedNs = System.nanoTime() - startNs;
        final long inTime = replies;
        stopping = true;
        final long deadlineNs = System.nanoTime() + DRAIN_TIMEOUT_NS;
        while (outstanding.get() > 0 && System.nanoTime() - deadlineNs < 0) {
            sleep(0.001);
        }
        return new LoadResult(histogram, inTime, replies, elapsedNs, outstanding.get(), warmUpSeconds);
    }

    private static void sleep(final double seconds) {
        try {
            TimeUnit.NANOSECONDS.sleep((long)(seconds * 1e9));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
