package io.patchbay.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class WarmUpTest {
    private static final long SECOND_NS = 1_000_000_000L;
    private final List<Double> rounds = new ArrayList<>();
    private long nowNs = 7;
    private long compiledMs = 900;
    private int pauses;

    @Test
    void shouldLastExactlyAsLongAsAskedForWithoutALimitAboveThat() {
        warmUp(5, 0, 500, 500, 500);

        assertEquals(List.of(5.0), rounds);
        assertEquals(0, pauses);
    }

    @Test
    void shouldNotWarmUpAtAllWhereNothingIsAskedFor() {
        warmUp(0, 0);

        assertEquals(List.of(), rounds);
    }

    @Test
    void shouldGoOnUntilTheCompilersAreAtRest() {
        warmUp(2, 45, 900, 800, 400, 20, 300, 10, 30);

        assertEquals(7, rounds.size());
        assertEquals(4, pauses);
    }

    @Test
    void shouldLastAtLeastAsLongAsAskedForWhereNothingIsCompiled() {
        warmUp(5, 45, 0, 0, 0, 0, 0, 0, 0);

        assertEquals(5, rounds.size());
        assertEquals(0, pauses);
    }

    @Test
    void shouldEndAtTheLimitWhereTheCompilersNeverRest() {
        warmUp(1, 4, 900, 900, 900, 900, 900, 900, 900);

        // Each round of a second is followed by a pause of half a second.
        assertEquals(List.of(1.0, 1.0, 1.0), rounds);
    }

    /** Runs a warm-up in whose rounds the compilers work the given milliseconds. */
    private void warmUp(final double seconds, final double limitSeconds, final int... works) {
        final WarmUp warmUp = new WarmUp(new LoadSettings(1, 0, seconds, limitSeconds, 1), () -> compiledMs, () -> nowNs,
            pauseNs -> {
                pauses++;
                nowNs += pauseNs;
            });
        for (double round = warmUp.nextRound(); round > 0; round = warmUp.nextRound()) {
            compiledMs += works[rounds.size()];
            rounds.add(round);
            nowNs += (long)(round * SECOND_NS);
        }
    }
}
