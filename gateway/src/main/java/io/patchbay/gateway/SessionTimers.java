package io.patchbay.gateway;

import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.concurrent.TimeUnit;

/**
 * One timer for each session, on a wheel: a session is asked when its deadline has passed, and says its next one. Frames that
 * come in do not touch the wheel.
 */
final class SessionTimers {
    private static final long TICK_MS = 8;
    private static final int TICKS_A_WHEEL = 4_096;
    private static final int EXPIRIES_A_POLL = 256;

    private final DeadlineTimerWheel wheel;
    private final Long2ObjectHashMap<Session> sessions = new Long2ObjectHashMap<>();
    private final DeadlineTimerWheel.TimerHandler handler = this::onExpiry;

    SessionTimers(final long nowMs) {
        wheel = new DeadlineTimerWheel(TimeUnit.MILLISECONDS, nowMs, TICK_MS, TICKS_A_WHEEL);
    }

    /** Replaces the session's timer. */
    void schedule(final Session session, final long deadlineMs) {
        cancel(session);
        final long timer = wheel.scheduleTimer(deadlineMs);
        session.timer(timer);
        sessions.put(timer, session);
    }

    void cancel(final Session session) {
        if (session.timer() != DeadlineTimerWheel.NULL_DEADLINE) {
            wheel.cancelTimer(session.timer());
            sessions.remove(session.timer());
            session.timer(DeadlineTimerWheel.NULL_DEADLINE);
        }
    }

    int poll(final long nowMs) {
        int expired = 0;
        while (wheel.currentTickTime() <= nowMs && expired < EXPIRIES_A_POLL) {
            expired += wheel.poll(nowMs, handler, EXPIRIES_A_POLL);
        }
        return expired;
    }

    private boolean onExpiry(final TimeUnit unit, final long nowMs, final long timer) {
        final Session session = sessions.remove(timer);
        session.timer(DeadlineTimerWheel.NULL_DEADLINE);
        session.onTimer(nowMs);
        return true;
    }
}
