package io.patchbay.gateway;

import io.patchbay.aeron.AeronLink;
import io.patchbay.aeron.AeronLinkContext;
import io.patchbay.data.DataDirectory;
import io.patchbay.data.GatewaySlot;
import io.patchbay.gateway.config.GatewayContext;
import io.patchbay.host.EngineAgent;
import io.patchbay.host.EngineHostContext;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.JournalWriter;

import io.netty.util.concurrent.FastThreadLocalThread;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The whole server on one thread of this process: media driver, gateway and engine, over its own data directory.
 */
public final class TestServer implements AutoCloseable {
    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

    public final GatewayAgent gateway;
    volatile EngineAgent engine;
    final DataDirectory data;
    private final Journal journal;
    private final JournalWriter writer;
    private final GatewaySlot slot;
    private final AeronLink link;
    private final Thread thread;
    private final Supplier<EngineHostContext> hosts;
    private volatile boolean isRunning = true;
    private volatile boolean isEngineEnding;
    private volatile Throwable failure;

    public TestServer(final Path dir, final GatewayContext context, final Consumer<EngineHostContext> settings) {
        data = DataDirectory.open(dir);
        journal = new Journal(new JournalContext().dataDirectory(data).blockSizeBytes(4 << 20));
        link = new AeronLink(new AeronLinkContext().dataDirectory(data).maxFrameBytes(context.maxFrameBytes()));
        hosts = () -> {
            final EngineHostContext host = new EngineHostContext().slots(data).journal(journal).link(link)
                .maxFrameBytes(context.maxFrameBytes());
            settings.accept(host);
            return host;
        };
        engine = new EngineAgent(hosts.get());
        slot = data.tryTakeSlot();
        writer = journal.newWriter();
        final InetSocketAddress free = new InetSocketAddress("127.0.0.1", 0);
        gateway = new GatewayAgent(context.tcp(free).http(free).inputs(writer).aeronLink(link)
            .openRequests(engine::openRequests).waitingMessages(engine::waitingMessages).slot(slot.number())
            .onStarted(slot::writeGateway).conclude());
        thread = new FastThreadLocalThread(this::run, "server");
        gateway.sharesThreadWith(engine);
        gateway.onStart();
        thread.start();
        awaitEngine();
    }

    /** Returns the media driver's directory, as it was when the engine was ready. */
    Path aeronDir() {
        return link.aeronDir();
    }

    private void awaitEngine() {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!engine.isCaughtUp()) {
            check();
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("the engine does not catch up");
            }
            Thread.yield();
        }
    }

    private void run() {
        try {
            while (isRunning) {
                if (isEngineEnding) {
                    engine.onClose();
                    engine = new EngineAgent(hosts.get());
                    gateway.sharesThreadWith(engine);
                    isEngineEnding = false;
                }
                if (gateway.doWork() + engine.doWork() == 0) {
                    gateway.idle(IDLE_NS);
                }
            }
        } catch (final Throwable e) {
            failure = e;
        } finally {
            gateway.onClose();
        }
    }

    /** Ends the engine and starts another, which folds the journal from its start. The gateway stays. */
    void restartEngine() {
        isEngineEnding = true;
        gateway.wakeup();
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (isEngineEnding) {
            check();
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("the engine does not end");
            }
            Thread.yield();
        }
        awaitEngine();
    }

    private void check() {
        if (failure != null) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public void close() {
        isRunning = false;
        gateway.wakeup();
        try {
            thread.join();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
        engine.onClose();
        link.close();
        writer.close();
        journal.close();
        slot.close();
        check();
    }
}
