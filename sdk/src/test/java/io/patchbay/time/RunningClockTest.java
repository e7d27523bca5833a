package io.patchbay.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RunningClockTest {
    private static final long TURN = 1_000_000;
    private static final long MINUTE = 60_000_000_000L;

    private long nowNs = 17;
    private final RunningClock clock = new RunningClock(() -> nowNs);

    @Test
    void shouldCountTimeInWhichItIsRead() {
        for (int i = 0; i < 100; i++) {
            nowNs += TURN;
            clock.nanoTime();
        }

        assertEquals(17 + 100 * TURN, clock.nanoTime());
        assertEquals(0, clock.stoodStillNs());
    }

    @Test
    void shouldCountAStandstillAsOneLongTurn() {
        nowNs += MINUTE;
        final long after = clock.nanoTime();
        nowNs += TURN;

        assertEquals(17 + RunningClock.STANDSTILL_NS, after);
        assertEquals(after + TURN, clock.nanoTime());
        assertEquals(MINUTE - RunningClock.STANDSTILL_NS, clock.stoodStillNs());
    }

    @Test
    void shouldGoOnWhereEachTurnIsSlow() {
        for (int i = 0; i < 10; i++) {
            nowNs += 3 * RunningClock.STANDSTILL_NS;
            clock.nanoTime();
        }

        assertEquals(17 + 10 * RunningClock.STANDSTILL_NS, clock.nanoTime());
    }
}
