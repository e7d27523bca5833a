package io.patchbay.sdk;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether a client's thread is inside user code, for how long, and what of it was logged. The client's thread says where it is by
 * plain stores; the {@link HandlerWatch} reads it.
 */
final class BlockedHandler {
    private static final Logger LOGGER = System.getLogger(Client.class.getName());
    /** A handler that takes so long is logged; then again after ten times, a hundred times as long. */
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int LOG_FACTOR = 10;

    /** Odd while the client's thread is in a duty cycle, even between two. */
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

    /** The client's thread begins a duty cycle, or ends it. */
    void turn() {
        turns.setOpaque(turns.getPlain() + 1);
    }

    /**
     * The client's thread is about to run user code, or has run it.
     *
     * @param what a request, or what else has a fit text.
     * @return what it was at before, to be set again.
     */
    Object running(final Object what) {
        final Object before = running;
        running = what;
        return before;
    }

    /** A request's payload is nobody's business here. */
    private static String describe(final Object what) {
        if (what instanceof Request request) {
            return "the handler of " + request.destination();
        }
        return what == null ? "a callback" : what.toString();
    }

    /** Returns which duty cycle the client's thread is in; two neighbours are one turn apart. */
    long turnNumber() {
        return turns.getPlain();
    }

    /**
     * Looks, and logs. The watch's thread.
     *
     * @return whether the client's thread has been in one duty cycle since the last look.
     */
    boolean look(final long nowNs) {
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
