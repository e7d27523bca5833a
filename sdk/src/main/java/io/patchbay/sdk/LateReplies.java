package io.patchbay.sdk;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Logs replies that reach nobody: those whose connection has gone, and those whose request had ended. At most one line a second;
 * the rest is counted in the next. Any thread.
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

    /** The connection that brought the request has gone, and its asker has been told instance-lost. */
    void unsent(final UUID id) {
        log("a reply to " + id + " was not sent: the connection that brought the request has gone, and its asker was told "
            + "instance-lost");
    }

    /** The server had no open request for it. */
    void refused(final UUID id) {
        log("a reply to " + id + " came too late: its request had ended before, most likely by its time-out (no-request)");
    }

    /** The connection was lost right after replies had been given to it. */
    void unproven(final int count) {
        log(count + " replies were given to the connection just before it was found lost, and may not have arrived");
    }

    private synchronized void log(final String what) {
        final long nowNs = System.nanoTime();
        if (nowNs - nextNs < 0) {
            suppressed++;
            return;
        }
        nextNs = nowNs + PERIOD_NS;
        LOGGER.log(Level.WARNING, client + ": " + what
            + (suppressed == 0 ? "" : " (" + suppressed + " more since the last line)"));
        suppressed = 0;
    }
}
