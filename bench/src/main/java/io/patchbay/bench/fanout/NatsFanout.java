package io.patchbay.bench.fanout;

import io.patchbay.bench.load.LoadResult;
import io.patchbay.bench.load.LoadSettings;
import io.patchbay.bench.load.Payloads;
import io.patchbay.bench.load.WarmUp;
import io.patchbay.bench.peers.NatsLink;
import io.patchbay.bench.peers.NatsServer;
import io.patchbay.bench.process.Compilation;

import io.nats.client.Connection;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One run of the fan-out bench through NATS core, with the same window. The official client has its own threads, with a
 * connection for the sender and one for each listener.
 */
final class NatsFanout implements AutoCloseable {
    private static final String SUBJECT = "bench.tick";
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long HIGHEST_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int SLOTS = 1 << 16;

    private final Histogram histogram = new ConcurrentHistogram(HIGHEST_NS, 3);
    private final long[] sentNs = new long[SLOTS];
    private final AtomicLong delivered = new AtomicLong();
    private final List<NatsLink> connections = new ArrayList<>();
    private final Connection sender;
    private final byte[] payload;
    private final int count;
    private long sent;
    private volatile long firstMeasured = Long.MAX_VALUE;

    NatsFanout(final NatsServer server, final int count, final int payloadBytes) throws IOException {
        this.count = count;
        payload = Payloads.json(payloadBytes);
        for (int i = 0; i < count; i++) {
            final NatsLink listener = server.connect();
            connections.add(listener);
            final long[] received = new long[1];
            listener.nats().createDispatcher(message -> onDelivery(++received[0])).subscribe(SUBJECT);
            listener.flush();
        }
        final NatsLink link = server.connect();
        connections.add(link);
        sender = link.nats();
    }

    private void onDelivery(final long number) {
        if (number >= firstMeasured) {
            histogram.recordValue(Math.min(HIGHEST_NS, System.nanoTime() - sentNs[(int)number & SLOTS - 1]));
        }
        delivered.incrementAndGet();
    }

    LoadResult run(final LoadSettings settings) {
        final double warmUpSeconds = WarmUp.run(settings, Compilation::ofThisJvmMs, round -> {
            pass(settings.outstanding(), round);
            drain();
        });
        firstMeasured = sent + 1;
        final long before = delivered.get();
        final long elapsedNs = pass(settings.outstanding(), settings.seconds());
        final long inTime = delivered.get() - before;
        drain();
        return new LoadResult(histogram, inTime, delivered.get() - before, elapsedNs, sent * count - delivered.get(),
            warmUpSeconds);
    }

    private long pass(final int window, final double seconds) {
        final long startNs = System.nanoTime();
        final long endNs = startNs + (long)(seconds * 1e9);
        while (System.nanoTime() - endNs < 0) {
            if (sent * count - delivered.get() < (long)window * count) {
                sent++;
                sentNs[(int)sent & SLOTS - 1] = System.nanoTime();
                sender.publish(SUBJECT, payload);
            } else {
                LockSupport.parkNanos(1_000);
            }
        }
        return System.nanoTime() - startNs;
    }

    private void drain() {
        final long deadlineNs = System.nanoTime() + TIMEOUT_NS;
        while (delivered.get() < sent * count && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(100_000);
        }
    }

    @Override
    public void close() {
        connections.forEach(NatsLink::close);
    }
}
