package io.patchbay.gateway.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM and SIGINT as an orderly stop: the JVM's shutdown waits for the process to finish, which then ends with its own exit
 * code instead of the signal's.
 */
final class StopSignal {
    private final CountDownLatch wanted = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int exitCode;

    /**
     * Begins to listen for signals.
     *
     * @param longestMs how long the process may take to finish.
     */
    void install(final long longestMs) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            wanted.countDown();
            try {
                if (!finished.await(longestMs, TimeUnit.MILLISECONDS)) {
                    System.err.println("patchbay: the orderly stop took longer than " + longestMs + " ms; ending at once");
                    Runtime.getRuntime().halt(Main.COULD_NOT_RUN);
                }
            } catch (final InterruptedException e) {
                Runtime.getRuntime().halt(Main.COULD_NOT_RUN);
            }
            System.out.flush();
            System.err.flush();
            Runtime.getRuntime().halt(exitCode);
        }, "stop-signal"));
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
