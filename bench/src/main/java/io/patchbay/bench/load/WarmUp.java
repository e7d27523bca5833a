package io.patchbay.bench.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * How long a measurement warms up: at least as long as was asked for, then until the compilers of all JVMs that take part have
 * come to rest, within a limit. In rounds, between which nothing need be under way; a round that kept compilers busy is followed
 * by a pause that leaves them a core, which two spinning threads on two cores would not. One thread.
 */
public final class WarmUp {
    private static final double ROUND_SECONDS = 1;
    /** A part of the time: what compilers do now and then while everything that matters is compiled. */
    private static final double REST = 0.03;
    private static final int ROUNDS_AT_REST = 2;
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final double seconds;
    private final double limitSeconds;
    private final LongSupplier compiledMs;
    private final LongSupplier clock;
    private final LongConsumer pause;
    private final long startNs;
    private long roundStartNs;
    private long lastCompiledMs;
    private int roundsAtRest;
    private boolean hasBegun;

    /** Begins now. */
    WarmUp(final LoadSettings settings, final LongSupplier compiledMs, final LongSupplier clock, final LongConsumer pause) {
        this.compiledMs = compiledMs;
        this.clock = clock;
        this.pause = pause;
        seconds = settings.warmUpSeconds();
        limitSeconds = Math.max(seconds, settings.warmUpLimitSeconds());
        startNs = clock.getAsLong();
    }

    /**
     * Does a whole warm-up.
     *
     * @param settings   with its times.
     * @param compiledMs milliseconds that the compilers of all JVMs have worked so far.
     * @param round      load for so many seconds.
     * @return how long it took, in seconds.
     */
    public static double run(final LoadSettings settings, final LongSupplier compiledMs, final DoubleConsumer round) {
        final WarmUp warmUp = new WarmUp(settings, compiledMs, System::nanoTime, LockSupport::parkNanos);
        for (double seconds = warmUp.nextRound(); seconds > 0; seconds = warmUp.nextRound()) {
            round.accept(seconds);
        }
        return warmUp.secondsSince(warmUp.startNs);
    }

    /** Seconds of load in the next round, after a pause where compilers are busy; 0 = it is over. */
    double nextRound() {
        if (limitSeconds <= seconds) {
            final double once = hasBegun ? 0 : seconds;
            hasBegun = true;
            return once;
        }
        final double elapsed = secondsSince(startNs);
        if (hasBegun) {
            final boolean isAtRest = compiledMs.getAsLong() - lastCompiledMs <= REST * 1e3 * secondsSince(roundStartNs);
            roundsAtRest = isAtRest ? roundsAtRest + 1 : 0;
            if (elapsed >= limitSeconds || elapsed >= seconds && roundsAtRest >= ROUNDS_AT_REST) {
                return 0;
            }
            if (!isAtRest) {
                pause.accept(PAUSE_NS);
            }
        }
        hasBegun = true;
        lastCompiledMs = compiledMs.getAsLong();
        roundStartNs = clock.getAsLong();
        return Math.min(ROUND_SECONDS, limitSeconds - elapsed);
    }

    private double secondsSince(final long thenNs) {
        return (clock.getAsLong() - thenNs) / 1e9;
    }
}
