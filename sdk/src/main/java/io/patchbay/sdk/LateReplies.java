package io.patchbay.sdk;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A log of replies that reach nobody: their connection is gone, or their request has ended. It writes at most one line per
 * second, and counts the suppressed lines in the next one. Any thread.
 */
final class LateReplies {
    private static final Logger LOGGER = System.getLogger(Client.class.getName());
    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(1);

    private final String client;
    private long nextNs = System.nanoTime();
    private long suppressed;

    LateReplies(final String client) {
        this.client = client;
    }

    /** Logs a reply whose request came over a connection that is gone, so that its asker received {@code instance-lost}. */
    void unsent(final UUID id) {
        log("a reply to " + id + " was not sent: the connection that brought the request has gone, and its asker was told "
            + "instance-lost");
    }

    /** Logs a reply for which the server had no open request. */
    void refused(final UUID id) {
        log("a reply to " + id + " came too late: its request had ended before, most likely by its timeout (no-request)");
    }

    /** Logs replies that were given to the connection right before it was lost. */
    void unproven(final int count) {
        log(count + " replies were given to the connection just before it was found lost, and may not have arrived");
    }

    private synchronized void log(final String problem) {
        final long nowNs = System.nanoTime();
        if (nowNs - nextNs < 0) {
            suppressed++;
            return;
        }
        nextNs = nowNs + PERIOD_NS;
        LOGGER.log(Level.WARNING, client + ": " + problem
            + (suppressed == 0 ? "" : " (" + suppressed + " more since the last line)"));
        suppressed = 0;
    }
}
