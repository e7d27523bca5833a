package io.patchbay.gateway.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.data.DataDirectoryException;
import io.patchbay.gateway.GatewayAgent;
import io.patchbay.gateway.server.AgentLoop;
import io.patchbay.gateway.server.Failures;
import io.patchbay.gateway.server.StopSignal;
import io.patchbay.host.EngineAgent;

import io.netty.util.concurrent.FastThreadLocalThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Runs a process that serves until it is told to stop: starts its loops on threads, prints the ready line, waits, and ends in
 * good order.
 */
final class HostProcess {
    private static final Logger LOG = LoggerFactory.getLogger(HostProcess.class);
    private static final long START_CHECK_MS = 10;
    private static final long CHECK_MS = 250;
    /** Longest wait for the media driver before the ready line is printed. A gateway without a driver still serves sockets. */
    private static final long LINK_WAIT_MS = 5_000;
    private static final long SPARE_MS = TimeUnit.SECONDS.toMillis(20);

    private final StopSignal signal;
    private final List<AgentLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final long drainMs;
    private DataDirectoryException lostDirectory;

    HostProcess(final StopSignal signal, final int drainMs) {
        this.signal = signal;
        this.drainMs = drainMs;
    }

    Thread add(final String name, final AgentLoop loop) {
        final Thread thread = new FastThreadLocalThread(loop, name);
        loops.add(loop);
        threads.add(thread);
        return thread;
    }

    /** Returns whether the process has been told to stop. Any thread may ask. */
    boolean isStopping() {
        return signal.isWanted();
    }

    /**
     * Runs the process to its end.
     *
     * @param gateway   drained at the end, or null.
     * @param engine    must catch up before the process is ready, or null.
     * @param readyLine supplies the line for stdout, once all loops have started.
     * @param assembly  closed at the end.
     * @return the exit code.
     */
    int run(final GatewayAgent gateway, final EngineAgent engine, final Supplier<String> readyLine,
        final ServerAssembly assembly) {
        signal.serving(drainMs + SPARE_MS, gateway == null ? () -> { } : gateway::endDrain);
        int code = ExitCode.COULD_NOT_RUN;
        try {
            threads.forEach(Thread::start);
            final long linkDeadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LINK_WAIT_MS);
            if (awaitUnlessStopped(() -> loops.stream().allMatch(AgentLoop::isStarted)
                && (engine == null || engine.isCaughtUp())
                && (gateway == null || gateway.isLinkUp() && (engine == null || gateway.isEngineLive())
                    || System.nanoTime() - linkDeadlineNs > 0), START_CHECK_MS)) {
                final String line = readyLine.get();
                System.out.println(line);
                System.out.flush();
                LOG.info("{}", line);
            }
            awaitUnlessStopped(() -> isDirectoryLost(assembly), CHECK_MS);
            if (failure() == null && gateway != null) {
                LOG.info("draining: no new connections or requests, at most {} ms for open requests", drainMs);
                gateway.beginShutdown();
                await(gateway::isDrained, drainMs + SPARE_MS / 2);
            }
            if (failure() == null && engine != null) {
                await(engine::isCaughtUp, SPARE_MS / 4);
            }
            code = failure() == null ? ExitCode.DONE : ExitCode.COULD_NOT_RUN;
        } finally {
            code = stop(assembly, code);
        }
        return code;
    }

    private int stop(final ServerAssembly assembly, final int code) {
        loops.forEach(AgentLoop::stop);
        for (final Thread thread : threads) {
            try {
                thread.join(SPARE_MS / 4);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        assembly.close();
        final Throwable failure = failure();
        if (failure == null) {
            LOG.info("stopped");
            return code;
        }
        return Failures.report(failure, new PrintWriter(System.err, true));
    }

    private boolean awaitUnlessStopped(final BooleanSupplier condition, final long checkMs) {
        while (!condition.getAsBoolean()) {
            if (signal.await(checkMs) || failure() != null) {
                return false;
            }
        }
        return true;
    }

    private void await(final BooleanSupplier condition, final long ms) {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (!condition.getAsBoolean() && failure() == null && System.nanoTime() < deadlineNs) {
            try {
                Thread.sleep(1);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private boolean isDirectoryLost(final ServerAssembly assembly) {
        try {
            assembly.checkDirectory();
            return false;
        } catch (final DataDirectoryException e) {
            LOG.error("stopping: {}", e.getMessage());
            lostDirectory = e;
            return true;
        }
    }

    private Throwable failure() {
        if (lostDirectory != null) {
            return lostDirectory;
        }
        for (final AgentLoop loop : loops) {
            if (loop.failure() != null) {
                return loop.failure();
            }
        }
        return null;
    }
}
