package io.patchbay.bench;

import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * One measurement of request and reply through a running server: connects a service and a load generator, warms up, measures.
 */
final class Roundtrip {
    private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(15);
    private static final long DRAIN_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    private final RoundtripSettings settings;
    private final String server;
    private final IdleStrategy idle;
    private final EchoService service;
    private final LoadGenerator load;
    private AgentRunner serviceRunner;

    Roundtrip(final RoundtripSettings settings, final String server, final long runId) {
        this.settings = settings;
        this.server = server;
        idle = settings.idling().newStrategy();
        final DirectBuffer payload = payload(settings.payloadBytes());
        service = new EchoService(settings.path(), server, payload);
        load = new LoadGenerator(settings.path(), server, payload, runId);
    }

    /** A JSON object of that many bytes. */
    private static DirectBuffer payload(final int bytes) {
        final String head = "{\"pair\":\"EURUSD\",\"side\":\"buy\",\"quantity\":1000000,\"note\":\"";
        final String text = head + "x".repeat(Math.max(0, bytes - head.length() - 2)) + "\"}";
        return new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Runs it; throws IllegalStateException, with a message for a person, where it cannot be finished. */
    RoundtripResult run() {
        try {
            connect();
            pass(settings.warmUpSeconds());
            drain();
            load.measure();
            final long elapsedNs = pass(settings.seconds());
            final long inTime = load.replies();
            drain();
            return new RoundtripResult(settings, load.histogram().copy(), inTime, elapsedNs, load.errors() + load.outstanding());
        } finally {
            CloseHelper.closeAll(serviceRunner, load.client());
            if (serviceRunner == null) {
                service.onClose();
            }
        }
    }

    private void connect() {
        final long deadlineNs = System.nanoTime() + CONNECT_TIMEOUT_NS;
        while (!service.isRegistered()) {
            idle.idle(service.doWork());
            check(deadlineNs, "the service could not register at " + server);
        }
        if (settings.threads() > 1) {
            serviceRunner = new AgentRunner(settings.idling().newStrategy(), Throwable::printStackTrace, null, service);
            AgentRunner.startOnThread(serviceRunner);
        }
        while (!load.client().isRegistered()) {
            idle.idle(work());
            check(deadlineNs, "the load generator could not register at " + server);
        }
    }

    private void check(final long deadlineNs, final String otherwise) {
        checkConnected();
        if (System.nanoTime() - deadlineNs > 0) {
            throw new IllegalStateException(otherwise);
        }
    }

    private void checkConnected() {
        if (service.lost() != null || load.lost() != null) {
            throw new IllegalStateException("the connection to " + server + " was lost: "
                + (load.lost() != null ? load.lost() : service.lost()));
        }
    }

    private int work() {
        return load.client().doWork() + (serviceRunner == null ? service.doWork() : 0);
    }

    /** Sends for some seconds; how long it really was. */
    private long pass(final double seconds) {
        final long startNs = System.nanoTime();
        final long endNs = startNs + (long)(seconds * 1e9);
        return settings.rate() > 0 ? onSchedule(startNs, endNs) : inClosedLoop(startNs, endNs);
    }

    private long inClosedLoop(final long startNs, final long endNs) {
        long nowNs = startNs;
        while (nowNs - endNs < 0) {
            int work = 0;
            while (load.outstanding() < settings.outstanding() && load.send(nowNs)) {
                work++;
                nowNs = System.nanoTime();
            }
            idle.idle(work + work());
            checkConnected();
            nowNs = System.nanoTime();
        }
        return nowNs - startNs;
    }

    private long onSchedule(final long startNs, final long endNs) {
        final double intervalNs = 1e9 / settings.rate();
        long sent = 0;
        long nowNs = startNs;
        while (nowNs - endNs < 0) {
            int work = 0;
            long intendedNs = startNs + (long)(sent * intervalNs);
            while (intendedNs - nowNs <= 0 && load.send(intendedNs)) {
                sent++;
                work++;
                intendedNs = startNs + (long)(sent * intervalNs);
            }
            idle.idle(work + work());
            checkConnected();
            nowNs = System.nanoTime();
        }
        return nowNs - startNs;
    }

    /** Waits for the answers to what is under way. */
    private void drain() {
        final long deadlineNs = System.nanoTime() + DRAIN_TIMEOUT_NS;
        while (load.outstanding() > 0 && System.nanoTime() - deadlineNs < 0) {
            idle.idle(work());
        }
    }
}
