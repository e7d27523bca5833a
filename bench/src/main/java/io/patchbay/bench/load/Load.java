package io.patchbay.bench.load;

import org.HdrHistogram.Histogram;
import org.agrona.concurrent.IdleStrategy;

import java.util.concurrent.TimeUnit;

/**
 * A load generator that drives an {@link Exchange}: it waits until the exchange is ready, warms up, and measures.
 *
 * <p>In a closed loop the next request is sent when a reply comes. On a schedule a latency counts from when the request should
 * have been sent, so that a stall shows in the latencies of all requests that it delayed (no coordinated omission). Used by one
 * thread.
 */
public final class Load implements ExchangeListener {
    private static final long READY_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(15);
    private static final long DRAIN_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long HIGHEST_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int SLOTS = 1 << 16;

    private final Histogram histogram = new Histogram(HIGHEST_NS, 3);
    private final long[] intendedNs = new long[SLOTS];
    private final LoadSettings settings;
    private final IdleStrategy idle;
    private long nextId = 1;
    private long firstMeasuredId = Long.MAX_VALUE;
    private int outstanding;
    private long replies;
    private long failures;

    /**
     * Creates a generator for one run.
     *
     * @param settings the load.
     * @param idle     strategy of the thread that calls {@link #run}.
     */
    public Load(final LoadSettings settings, final IdleStrategy idle) {
        this.settings = settings;
        this.idle = idle;
    }

    @Override
    public void onReply(final long id) {
        outstanding--;
        if (id >= firstMeasuredId) {
            replies++;
            histogram.recordValue(Math.min(HIGHEST_NS, System.nanoTime() - intendedNs[(int)id & SLOTS - 1]));
        }
    }

    @Override
    public void onFailure(final long id) {
        failures++;
        if (id > 0) {
            outstanding--;
        }
    }

    /**
     * Does the whole run.
     *
     * @param exchange the exchange whose listener is this generator; closed by the caller.
     * @param probe    takes readings right before and after the part that counts.
     * @return the figures.
     * @throws IllegalStateException if the run cannot be finished; the message is for a person.
     */
    public LoadResult run(final Exchange exchange, final Probe probe) {
        awaitReady(exchange);
        final double warmUpSeconds = WarmUp.run(settings, probe::compiledMs, round -> {
            pass(exchange, round);
            drain(exchange);
        });
        probe.begin();
        firstMeasuredId = nextId;
        final long elapsedNs = pass(exchange, settings.seconds());
        final long inTime = replies;
        drain(exchange);
        probe.end();
        return new LoadResult(histogram, inTime, replies, elapsedNs, failures + outstanding, warmUpSeconds);
    }

    private void awaitReady(final Exchange exchange) {
        final long deadlineNs = System.nanoTime() + READY_TIMEOUT_NS;
        while (!exchange.isReady()) {
            idle.idle(exchange.doWork());
            checkConnected(exchange);
            if (System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("consumer and service could not connect within 15 s");
            }
        }
    }

    private static void checkConnected(final Exchange exchange) {
        final String lost = exchange.lost();
        if (lost != null) {
            throw new IllegalStateException("the connection was lost: " + lost);
        }
    }

    private long pass(final Exchange exchange, final double seconds) {
        final long startNs = System.nanoTime();
        final long endNs = startNs + (long)(seconds * 1e9);
        return settings.rate() > 0 ? onSchedule(exchange, startNs, endNs) : inClosedLoop(exchange, startNs, endNs);
    }

    private long inClosedLoop(final Exchange exchange, final long startNs, final long endNs) {
        long nowNs = startNs;
        while (nowNs - endNs < 0) {
            int work = 0;
            while (outstanding < settings.outstanding() && send(exchange, nowNs)) {
                work++;
                nowNs = System.nanoTime();
            }
            work += exchange.doWork();
            idle.idle(work);
            if (work == 0) {
                checkConnected(exchange);
            }
            nowNs = System.nanoTime();
        }
        return nowNs - startNs;
    }

    private long onSchedule(final Exchange exchange, final long startNs, final long endNs) {
        final double intervalNs = 1e9 / settings.rate();
        long sent = 0;
        long nowNs = startNs;
        while (nowNs - endNs < 0) {
            int work = 0;
            long dueNs = startNs + (long)(sent * intervalNs);
            while (dueNs - nowNs <= 0 && send(exchange, dueNs)) {
                sent++;
                work++;
                dueNs = startNs + (long)(sent * intervalNs);
            }
            work += exchange.doWork();
            idle.idle(work);
            if (work == 0) {
                checkConnected(exchange);
            }
            nowNs = System.nanoTime();
        }
        return nowNs - startNs;
    }

    private boolean send(final Exchange exchange, final long dueNs) {
        if (outstanding == LoadSettings.MAX_OUTSTANDING) {
            return false;
        }
        final long id = nextId;
        intendedNs[(int)id & SLOTS - 1] = dueNs;
        if (!exchange.send(id)) {
            return false;
        }
        nextId++;
        outstanding++;
        return true;
    }

    /** Waits until the requests under way have been answered. */
    private void drain(final Exchange exchange) {
        final long deadlineNs = System.nanoTime() + DRAIN_TIMEOUT_NS;
        while (outstanding > 0 && System.nanoTime() - deadlineNs < 0) {
            idle.idle(exchange.doWork());
        }
    }
}
