package io.patchbay.bench.fanout;

import io.patchbay.bench.load.LoadResult;
import io.patchbay.bench.load.LoadSettings;
import io.patchbay.bench.load.Payloads;
import io.patchbay.bench.load.Probe;
import io.patchbay.bench.load.WarmUp;
import io.patchbay.bench.roundtrip.LoadPath;
import io.patchbay.protocol.Encoding;
import io.patchbay.sdk.direct.DirectClient;
import io.patchbay.sdk.direct.DirectHandler;
import io.patchbay.sdk.direct.Sent;

import org.HdrHistogram.Histogram;
import org.agrona.CloseHelper;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One run of the fan-out bench: a sender and its listeners on one thread. A window bounds the events that not all listeners have
 * received. Without it a listener would be disconnected as {@code slow-consumer}.
 */
final class Fanout implements AutoCloseable {
    private static final String SENDER = "bench-sender";
    private static final String EVENT = "tick";
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long HIGHEST_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int SLOTS = 1 << 16;

    private final Histogram histogram = new Histogram(HIGHEST_NS, 3);
    private final long[] sentNs = new long[SLOTS];
    private final UnsafeBuffer event = new UnsafeBuffer(EVENT.getBytes(StandardCharsets.US_ASCII));
    private final List<Listening> listeners = new ArrayList<>();
    private final boolean isBroadcast;
    private final UnsafeBuffer payload;
    private final IdleStrategy idle;
    private final DirectClient sender;
    private long sent;
    private long delivered;
    private long firstMeasured = Long.MAX_VALUE;
    private String lost;

    Fanout(final LoadPath path, final String server, final int count, final boolean isBroadcast, final int payloadBytes,
        final IdleStrategy idle) {
        this.isBroadcast = isBroadcast;
        this.idle = idle;
        payload = new UnsafeBuffer(Payloads.json(payloadBytes));
        final String listen = isBroadcast ? "broadcast-message" : SENDER + ':' + EVENT;
        for (int i = 0; i < count; i++) {
            final Listening listener = new Listening(this);
            listener.client(path.newContext(server, "bench-listener").listen(List.of(listen)).connect(listener));
            listeners.add(listener);
            await(listener.client());
        }
        sender = path.newContext(server, SENDER).connect(new DirectHandler() { });
        await(sender);
    }

    private void await(final DirectClient client) {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (!client.isRegistered()) {
            idle.idle(client.doWork());
            if (client.isClosed() || System.nanoTime() - deadlineNs > 0) {
                throw new IllegalStateException("a client could not register: " + lost);
            }
        }
    }

    void onDelivery(final long number) {
        delivered++;
        if (number >= firstMeasured) {
            histogram.recordValue(Math.min(HIGHEST_NS, System.nanoTime() - sentNs[(int)number & SLOTS - 1]));
        }
    }

    void onLost(final String reason) {
        lost = reason;
    }

    /**
     * Does the run.
     *
     * @param settings the load, in which {@code outstanding} bounds the events that not all listeners have received.
     * @param probe    takes readings before and after the part that counts.
     * @return the figures, in which {@code replies} counts deliveries.
     */
    LoadResult run(final LoadSettings settings, final Probe probe) {
        final double warmUpSeconds = WarmUp.run(settings, probe::compiledMs, round -> {
            pass(settings.outstanding(), round);
            drain();
        });
        probe.begin();
        firstMeasured = sent + 1;
        final long before = delivered;
        final long elapsedNs = pass(settings.outstanding(), settings.seconds());
        final long inTime = delivered - before;
        drain();
        probe.end();
        return new LoadResult(histogram, inTime, delivered - before, elapsedNs, sent * listeners.size() - delivered,
            warmUpSeconds);
    }

    private long pass(final int window, final double seconds) {
        final long startNs = System.nanoTime();
        final long endNs = startNs + (long)(seconds * 1e9);
        long nowNs = startNs;
        while (nowNs - endNs < 0) {
            int work = 0;
            while (sent * listeners.size() - delivered < (long)window * listeners.size() && send(nowNs)) {
                work++;
            }
            work += doWork();
            idle.idle(work);
            nowNs = System.nanoTime();
        }
        return nowNs - startNs;
    }

    private boolean send(final long nowNs) {
        sentNs[(int)(sent + 1) & SLOTS - 1] = nowNs;
        final Sent result = isBroadcast
            ? sender.broadcast(1, sent + 1, false, Encoding.JSON, payload, 0, payload.capacity())
            : sender.emit(event, false, Encoding.JSON, payload, 0, payload.capacity());
        if (result == Sent.OK) {
            sent++;
            return true;
        }
        return false;
    }

    private int doWork() {
        int work = sender.doWork();
        for (int i = 0; i < listeners.size(); i++) {
            work += listeners.get(i).client().doWork();
        }
        if (lost != null) {
            throw new IllegalStateException("a listener was lost: " + lost);
        }
        return work;
    }

    private void drain() {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (delivered < sent * listeners.size() && System.nanoTime() - deadlineNs < 0) {
            idle.idle(doWork());
        }
    }

    @Override
    public void close() {
        CloseHelper.close(sender);
        for (final Listening listener : listeners) {
            CloseHelper.close(listener.client());
        }
    }
}
