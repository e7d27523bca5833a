package io.patchbay.gateway;

import io.patchbay.gateway.config.GatewayContext;

import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A gateway on a thread of its own, over a {@link FakeEngine}, on free ports of 127.0.0.1.
 */
final class TestGateway implements AutoCloseable {
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    final FakeEngine engine = new FakeEngine();
    final GatewayAgent agent;
    private final CountDownLatch started = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean isRunning = true;
    private volatile Throwable failure;

    TestGateway(final GatewayContext context) throws InterruptedException {
        final InetSocketAddress free = new InetSocketAddress("127.0.0.1", 0);
        agent = new GatewayAgent(context.tcp(free).http(free).inputs(engine).engineLinks(engine::handler).conclude());
        thread = new Thread(this::run, "gateway");
        thread.start();
        started.await();
    }

    private void run() {
        try {
            agent.onStart();
            started.countDown();
            while (isRunning) {
                if (agent.doWork() == 0) {
                    agent.idle(IDLE_NS);
                }
            }
        } catch (final Throwable e) {
            failure = e;
        } finally {
            started.countDown();
            agent.onClose();
        }
    }

    TcpClient tcp() throws Exception {
        final TcpClient client = new TcpClient(agent.tcpAddress());
        client.readUntil("connect");
        return client;
    }

    WebSocketClient webSocket() throws Exception {
        final WebSocketClient client = WebSocketClient.connect(agent.httpAddress());
        client.readUntil("connect");
        return client;
    }

    /** Waits until the journal has this record. */
    void awaitRecord(final String record) {
        await(record, () -> engine.records.contains(record));
    }

    void await(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("not in time: " + what + ", records " + engine.records + ", failure " + failure);
            }
            Thread.yield();
        }
    }

    @Override
    public void close() {
        isRunning = false;
        agent.wakeup();
        try {
            thread.join();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure != null) {
            throw new AssertionError(failure);
        }
    }
}
