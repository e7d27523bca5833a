package io.patchbay.gateway.http;

import io.patchbay.gateway.config.Hosts;
import io.patchbay.gateway.error.ConfigurationException;
import io.patchbay.gateway.error.GatewayStartException;
import io.patchbay.gateway.session.HeldInput;
import io.patchbay.gateway.session.Newcomers;
import io.patchbay.gateway.session.Readiness;
import io.patchbay.gateway.session.SessionTimers;
import io.patchbay.gateway.socket.ArrivingBytes;
import io.patchbay.gateway.socket.Outbox;
import io.patchbay.gateway.socket.SocketServer;
import io.patchbay.host.EngineAgent;
import io.patchbay.journal.disk.DiskSpace;
import io.patchbay.protocol.Limits;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.concurrent.FastThreadLocalThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Serves {@code /health/live} and {@code /health/ready} of an engine in a process of its own. It has a thread of its own, so it
 * answers while the engine reads a long journal, and reports an engine thread that hangs.
 */
public final class HealthServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthServer.class);
    private static final int MAX_CONNECTIONS = 256;
    private static final int HELD_BYTES = 1 << 20;
    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(250);
    /** Time between two checks of this thread from which on the whole process stood still. */
    private static final long STANDSTILL_NS = TimeUnit.SECONDS.toNanos(1);
    /** Time without a turn of the engine's thread from which on it hangs. It has many turns a second. */
    private static final long HANG_NS = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final long CLOSE_WAIT_MS = 2_000;
    private static final long WINDOW_BYTES = 64 * 1_024;

    private final SocketServer sockets = new SocketServer(PooledByteBufAllocator.DEFAULT);
    private final Newcomers newcomers = new Newcomers(MAX_CONNECTIONS, MAX_CONNECTIONS);
    private final HeldInput heldInput = new HeldInput(HELD_BYTES);
    private final Outbox outbox = new Outbox(WINDOW_BYTES, WINDOW_BYTES * MAX_CONNECTIONS);
    private final SessionTimers timers = new SessionTimers(nowMs());
    private final HttpPort port;
    private final EngineAgent engine;
    private final InetSocketAddress address;
    private final Thread thread;
    private long checkedNs = System.nanoTime();
    private long turnedNs = checkedNs;
    private long beats;
    private volatile boolean isClosed;

    /**
     * Listens on the port and starts the thread that answers.
     *
     * @param http       address to listen on; port 0 = any free one.
     * @param insecure   whether another address than loopback may be bound.
     * @param engine     the engine of this process.
     * @param disk       the disk of its journal.
     * @param wallDifferenceNs supplies how far the wall clock is ahead of the times of records, in nanoseconds.
     * @param isStopping tells whether the process has been told to stop.
     * @throws ConfigurationException where the address is not loopback and {@code insecure} is false.
     * @throws GatewayStartException  where the port cannot be bound.
     */
    public HealthServer(final InetSocketAddress http, final boolean insecure, final EngineAgent engine, final DiskSpace disk,
        final LongSupplier wallDifferenceNs, final BooleanSupplier isStopping) {
        if (http.isUnresolved()) {
            throw new ConfigurationException("--http " + http.getHostString() + ": no such host; give an address of this "
                + "machine");
        }
        if (!insecure && !http.getAddress().isLoopbackAddress()) {
            throw new ConfigurationException("--http " + http.getHostString() + " opens the engine's health to other machines: "
                + "give --insecure if that is meant, or bind 127.0.0.1");
        }
        this.engine = engine;
        final Readiness readiness = new Readiness()
            .check(Readiness.shutdown(isStopping))
            .check(this::findStarting)
            .check(this::findHang)
            .check(this::findDriver)
            .check(Readiness.disk(disk))
            .warning(Readiness.clock(wallDifferenceNs));
        port = new HttpPort(new HttpGuard(new Hosts(http, List.of()), new Origins(List.of())), newcomers, timers,
            HealthServer::nowMs, Limits.LINGER_MS, outbox, readiness);
        address = sockets.bind("--http", http, this::handlers);
        thread = new FastThreadLocalThread(this::run, "patchbay-health");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Returns the address on which the server listens.
     *
     * @return with the actual port.
     */
    public InetSocketAddress address() {
        return address;
    }

    private ChannelHandler[] handlers() {
        final ArrivingBytes arriving = new ArrivingBytes(heldInput);
        return new ChannelHandler[] {
            arriving,
            new HttpRequestDecoder(HttpPort.LINE_BYTES, HttpPort.HEADER_BYTES, HttpPort.CHUNK_BYTES),
            new HttpRequests(port, null, arriving, null)
        };
    }

    private void run() {
        try {
            while (!isClosed) {
                sockets.sleep(CHECK_NS);
                checkEngine(System.nanoTime());
                timers.poll(nowMs());
                outbox.flush();
                outbox.pollBacklogged();
                outbox.throwFailure();
            }
        } catch (final RuntimeException e) {
            LOG.error("the engine's health is not served any more: {}", e.toString(), e);
        } finally {
            sockets.close();
        }
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void checkEngine(final long nowNs) {
        final long now = engine.beats();
        if (now != beats || nowNs - checkedNs > STANDSTILL_NS) {
            beats = now;
            turnedNs = nowNs;
        }
        checkedNs = nowNs;
    }

    private Readiness.Finding findStarting() {
        return engine.isLive() ? null : new Readiness.Finding("starting", engine.folds() == 0
            ? "the engine asks the live gateways what they have received" : "the engine is reading the journal",
            ",\"records\":" + engine.recordsApplied());
    }

    private Readiness.Finding findHang() {
        final long silentNs = System.nanoTime() - turnedNs;
        return silentNs < HANG_NS ? null : new Readiness.Finding("engine-away", "the engine's thread has been stuck for "
            + TimeUnit.NANOSECONDS.toMillis(silentNs) + " ms: check the disk and the machine's load");
    }

    private Readiness.Finding findDriver() {
        return engine.isLinkUp() ? null : new Readiness.Finding("driver-lost",
            "no media driver runs for the data directory: start ./patchbay gateway, which runs it");
    }

    /** Stops listening and closes all connections. Waits up to 2 s for the thread. */
    @Override
    public void close() {
        isClosed = true;
        sockets.wakeup();
        try {
            thread.join(CLOSE_WAIT_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
