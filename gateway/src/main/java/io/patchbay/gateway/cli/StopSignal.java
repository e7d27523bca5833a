package io.patchbay.gateway.cli;

import io.patchbay.cli.ExitCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The signals of a process that serves. SIGTERM and SIGINT ask for an orderly stop, whose exit code is the process's own; a
 * second one ends the drain, a third one the process. SIGHUP is ignored, with a line in the log. There is one per process, from
 * its first moment on, so that a signal during a long start is not lost.
 */
final class StopSignal {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);
    private static final int STOPS_TO_END_THE_DRAIN = 2;
    /** How long a stop may take that comes before the process has said how long its own may take. */
    private static final long START_STOP_MS = TimeUnit.SECONDS.toMillis(30);

    private final CountDownLatch wanted = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile long longestMs = START_STOP_MS;
    private volatile Runnable onSecond = () -> { };
    private volatile String reason = "";
    private volatile int exitCode;
    private int stops;

    /** Begins to listen for signals. */
    void install() {
        Signals.handle("TERM", () -> stop("SIGTERM"));
        Signals.handle("INT", () -> stop("SIGINT"));
        Signals.handle("HUP", () -> LOG.info("SIGHUP is ignored: nothing is read anew while the process runs"));
        Runtime.getRuntime().addShutdownHook(new Thread(this::onExit, "stop-signal"));
    }

    private synchronized void stop(final String name) {
        stops++;
        if (stops == 1) {
            begin(name);
        } else if (stops == STOPS_TO_END_THE_DRAIN) {
            LOG.info("a second signal, {}: the drain ends now", name);
            onSecond.run();
        } else {
            LOG.warn("a third signal, {}: the process ends at once, without an orderly stop", name);
            Runtime.getRuntime().halt(ExitCode.COULD_NOT_RUN);
        }
    }

    private synchronized void begin(final String name) {
        if (reason.isEmpty()) {
            reason = name;
            LOG.info("stopping: {}", name);
            final Thread watch = new Thread(this::awaitFinished, "stop-watch");
            watch.setDaemon(true);
            watch.start();
            wanted.countDown();
        }
    }

    /** The JVM ends: after the process has finished, or since something else ended it. */
    private void onExit() {
        if (finished.getCount() > 0) {
            begin("the JVM is asked to end");
        }
        awaitFinished();
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(exitCode);
    }

    private void awaitFinished() {
        try {
            if (!finished.await(longestMs, TimeUnit.MILLISECONDS)) {
                System.err.println("patchbay: the orderly stop took longer than " + longestMs + " ms; ending at once");
                Runtime.getRuntime().halt(ExitCode.COULD_NOT_RUN);
            }
        } catch (final InterruptedException e) {
            Runtime.getRuntime().halt(ExitCode.COULD_NOT_RUN);
        }
    }

    /**
     * Sets what a stop may take and what a second signal does.
     *
     * @param ms       how long the process may take to finish.
     * @param endDrain called at the second signal, on a thread of the JVM's; at once where it has come already.
     */
    synchronized void serving(final long ms, final Runnable endDrain) {
        longestMs = ms;
        onSecond = endDrain;
        if (stops >= STOPS_TO_END_THE_DRAIN) {
            endDrain.run();
        }
    }

    boolean isWanted() {
        return wanted.getCount() == 0;
    }

    /**
     * Waits for a signal.
     *
     * @param ms at most.
     * @return true if there was one.
     */
    boolean await(final long ms) {
        try {
            return wanted.await(ms, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            return true;
        }
    }

    /**
     * The process has finished; lets a waiting shutdown go on.
     *
     * @param code its exit code.
     */
    void finished(final int code) {
        exitCode = code;
        finished.countDown();
    }
}
