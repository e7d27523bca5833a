package io.patchbay.sdk;

import io.patchbay.sdk.message.Request;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A monitor of the user code that a client's thread runs: whether a handler blocks, for how long, and which of it was logged. The
 * client's thread records its state with opaque and plain stores; the thread of {@link HandlerWatch} reads them.
 */
final class BlockedHandler {
    private static final Logger LOGGER = System.getLogger(Client.class.getName());
    /** Time after which a blocked handler is logged. It is logged again after ten times and a hundred times as long. */
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int LOG_FACTOR = 10;

    /** Odd while the client's thread is inside a duty cycle, even between two. */
    private final AtomicLong turns = new AtomicLong();
    private final String client;
    private Object running;
    private long seenTurn;
    private long sinceNs;
    private long logAfterNs = LONG_NS;
    private String logged;

    BlockedHandler(final String client) {
        this.client = client;
    }

    /** Marks the beginning or the end of a duty cycle. Called by the client's thread. */
    void turn() {
        turns.setOpaque(turns.getPlain() + 1);
    }

    /**
     * Records which user code the client's thread runs. Called by the client's thread before the user code and after it.
     *
     * @param userCode a request, or an object whose text names the user code.
     * @return the value recorded before, to be set again afterwards.
     */
    Object running(final Object userCode) {
        final Object before = running;
        running = userCode;
        return before;
    }

    /** Returns a name for the log. A request's payload is never logged. */
    private static String describe(final Object userCode) {
        if (userCode instanceof Request request) {
            return "the handler of " + request.destination();
        }
        return userCode == null ? "a callback" : userCode.toString();
    }

    /**
     * Returns a counter of duty cycles: it grows by one at the beginning and at the end of each. Called by the client's thread.
     */
    long turnNumber() {
        return turns.getPlain();
    }

    /**
     * Checks whether the client's thread is blocked, and logs it. Called by the watch's thread.
     *
     * @return whether the client's thread has been in the same duty cycle since the last check.
     */
    boolean check(final long nowNs) {
        final long turn = turns.getOpaque();
        if (turn != seenTurn || (turn & 1) == 0) {
            if (logged != null) {
                LOGGER.log(Level.WARNING, client + ": " + logged + " has returned after about "
                    + TimeUnit.NANOSECONDS.toMillis(nowNs - sinceNs) + " ms");
            }
            seenTurn = turn;
            sinceNs = nowNs;
            logAfterNs = LONG_NS;
            logged = null;
            return false;
        }
        if (nowNs - sinceNs >= logAfterNs) {
            logAfterNs *= LOG_FACTOR;
            logged = describe(running);
            LOGGER.log(Level.WARNING, client + ": " + logged + " has blocked the client's thread for "
                + TimeUnit.NANOSECONDS.toMillis(nowNs - sinceNs) + " ms: the session is kept, but its other requests and events "
                + "wait; give the client an executor(…) for handlers that block");
        }
        return true;
    }
}
