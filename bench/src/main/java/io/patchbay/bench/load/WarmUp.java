package io.patchbay.bench.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * The warm-up of a measurement. It takes at least the time that was asked for. Then it goes on until the compilers of all JVMs
 * that take part are at rest, up to a limit.
 *
 * <p>It consists of rounds. A round that kept compilers busy is followed by a pause, in which the compilers get a core; two
 * spinning threads on two cores would leave them none. Used by one thread.
 */
public final class WarmUp {
    private static final double ROUND_SECONDS = 1;
    /** The highest part of a round's time for which compilers at rest may work. */
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

    /** Begins a warm-up. */
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
     * @param settings   the settings with the times of the warm-up.
     * @param compiledMs returns how many milliseconds the compilers of all JVMs have worked so far.
     * @param round      puts load on the subject for a number of seconds.
     * @return how long the warm-up took, in seconds.
     */
    public static double run(final LoadSettings settings, final LongSupplier compiledMs, final DoubleConsumer round) {
        final WarmUp warmUp = new WarmUp(settings, compiledMs, System::nanoTime, LockSupport::parkNanos);
        for (double seconds = warmUp.nextRound(); seconds > 0; seconds = warmUp.nextRound()) {
            round.accept(seconds);
        }
        return warmUp.secondsSince(warmUp.startNs);
    }

    /** Returns the seconds of load in the next round, or 0 if the warm-up is over. Pauses before if compilers are busy. */
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
