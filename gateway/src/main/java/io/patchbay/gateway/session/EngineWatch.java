package io.patchbay.gateway.session;

import io.patchbay.aeron.AeronLink;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Watches the engine's heartbeat for a gateway. It logs one line when the engine goes away and one when it is back. Time in which
 * the gateway's own process stood still does not count against the engine. Called on the agent's thread.
 */
public final class EngineWatch {
    private enum State {
        /** No engine has answered since this gateway started, but the time for that is not over. */
        STARTING,
        /** The engine answers. */
        LIVE,
        /** An engine has a heartbeat but does not answer yet, since it is reading the journal. */
        READING,
        /** No engine has a heartbeat. */
        AWAY
    }

    private static final Logger LOG = LoggerFactory.getLogger(EngineWatch.class);
    private static final int CHECK_MS = 100;
    private static final int FIRST_CHECKS_MS = 5;
    /** Age of the last heartbeat from which on the engine is away. A live engine has ten heartbeats a second. */
    private static final int SILENCE_MS = 1_500;
    /** If two checks are further apart than this, the gateway itself stood still. */
    private static final int STANDSTILL_MS = 500;

    private final LongSupplier beats;
    private final BooleanSupplier isLinkUp;
    private State state = State.STARTING;
    private long beat;
    private long beatMs;
    private long liveMs;
    private long checkedMs;
    private boolean hasBeenLive;
    /** Whether the log tells that the engine is away. */
    private boolean isLogged;

    /**
     * Creates a watch that has seen no engine yet.
     *
     * @param beats    supplies the last heartbeat, or 0 where there is none.
     * @param isLinkUp tells whether there is a media driver, without which no heartbeat is seen.
     * @param nowMs    time of the gateway's start.
     */
    public EngineWatch(final LongSupplier beats, final BooleanSupplier isLinkUp, final long nowMs) {
        this.beats = beats;
        this.isLinkUp = isLinkUp;
        beatMs = nowMs;
        liveMs = nowMs;
        checkedMs = nowMs - CHECK_MS;
    }

    /**
     * Reads the heartbeat, ten times a second. Called in each duty cycle before input is processed, since admission depends on
     * the result.
     */
    public void poll(final long nowMs) {
        final long elapsedMs = nowMs - checkedMs;
        if (elapsedMs < (state == State.STARTING ? FIRST_CHECKS_MS : CHECK_MS)) {
            return;
        }
        checkedMs = nowMs;
        final long read = beats.getAsLong();
        if (read != beat && read != 0) {
            beatMs = nowMs;
            enter(AeronLink.isLiveBeat(read) ? State.LIVE : State.READING, nowMs);
        } else if (elapsedMs > STANDSTILL_MS) {
            beatMs += elapsedMs;
            liveMs += elapsedMs;
        } else if (nowMs - beatMs >= SILENCE_MS) {
            enter(State.AWAY, nowMs);
        }
        beat = read;
    }

    private void enter(final State next, final long nowMs) {
        if (next == State.LIVE) {
            if (isLogged) {
                LOG.info("the engine is back after {} ms: registrations are answered again", nowMs - liveMs);
            }
            isLogged = false;
            hasBeenLive = true;
            liveMs = nowMs;
        } else if (!isLogged && (hasBeenLive || next == State.AWAY)) {
            isLogged = true;
            LOG.warn("the engine is away: {}; this gateway keeps journaling frames until it is back", describe(next));
        }
        state = next;
    }

    private String describe(final State which) {
        if (which == State.READING) {
            return "it is reading the journal, and answers once it has read all of it";
        }
        return isLinkUp.getAsBoolean() ? "no engine runs on the data directory, or it hangs: start ./patchbay engine"
            : "there is no media driver, without which the engine cannot be seen";
    }

    /** Returns whether the engine answers. */
    public boolean isLive() {
        return state == State.LIVE;
    }

    /** Returns whether an engine has answered since this gateway started. */
    public boolean hasBeenLive() {
        return hasBeenLive;
    }

    /** Returns for how long no engine has answered, in milliseconds; 0 while an engine answers. */
    public long awayMs(final long nowMs) {
        return state == State.LIVE ? 0 : nowMs - liveMs;
    }

    /** Returns why a gateway is not ready without its engine, or null. */
    public Readiness.Finding find() {
        if (state == State.LIVE) {
            return null;
        }
        if (state == State.STARTING || state == State.READING && !hasBeenLive) {
            return new Readiness.Finding("starting", "the engine has not answered yet: " + (state == State.STARTING
                ? "no heartbeat has been seen since this gateway started" : describe(state)));
        }
        return new Readiness.Finding("engine-away", describe(state));
    }
}
