package io.patchbay.gateway.server;

import io.patchbay.cli.ExitCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The signals of a process that serves. The first SIGTERM or SIGINT asks for an orderly stop, after which the process exits with
 * its own code. A second one ends the drain, and a third one the process. SIGHUP is ignored, with a log line. One per process,
 * installed first, so that a signal during a long start is not lost.
 */
public final class StopSignal {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);
    private static final int STOPS_TO_END_THE_DRAIN = 2;
    /** Longest duration of a stop during the start, before the process has set its own. */
    private static final long START_STOP_MS = TimeUnit.SECONDS.toMillis(30);

    private final CountDownLatch wanted = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile long longestMs = START_STOP_MS;
    private volatile Runnable onSecond = () -> { };
    private volatile String reason = "";
    private volatile int exitCode;
    private int stops;

    /** Installs the signal handlers. */
    public void install() {
        Signals.handle("TERM", () -> stop("SIGTERM"));
        Signals.handle("INT", () -> stop("SIGINT"));
        Signals.handle("HUP", () -> LOG.info("SIGHUP is ignored: settings and files are read at the start only"));
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

    /** Runs when the JVM ends, after the process has finished or for another reason. */
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
     * Sets how long a stop may take and what a second signal does.
     *
     * @param ms       longest time until the process has finished.
     * @param endDrain called at the second signal, on a thread of the JVM; called at once where that has come already.
     */
    public synchronized void serving(final long ms, final Runnable endDrain) {
        longestMs = ms;
        onSecond = endDrain;
        if (stops >= STOPS_TO_END_THE_DRAIN) {
            endDrain.run();
        }
    }

    public boolean isWanted() {
        return wanted.getCount() == 0;
    }

    /**
     * Waits for a signal.
     *
     * @param ms longest wait.
     * @return whether there was a signal.
     */
    public boolean await(final long ms) {
        try {
            return wanted.await(ms, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            return true;
        }
    }

    /**
     * Notes that the process has finished, and lets a waiting shutdown continue.
     *
     * @param code exit code of the process.
     */
    public void finished(final int code) {
        exitCode = code;
        finished.countDown();
    }
}
