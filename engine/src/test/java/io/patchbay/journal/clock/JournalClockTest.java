package io.patchbay.journal.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.input.ClockLeapInput;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Tests that record times follow elapsed time, whatever the wall clock does. */
@Timeout(60)
class JournalClockTest {
    private static final long START_NS = 1_795_348_800_000_000_000L;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long HOUR = TimeUnit.HOURS.toNanos(1);
    private static final long DAY = TimeUnit.DAYS.toNanos(1);
    private static final long RUN = 7;

    private final UnsafeBuffer anchor = new UnsafeBuffer(new byte[ClockAnchor.BYTES]);
    private final ClockLeapInput leap = new ClockLeapInput();
    private long elapsedNs = 5 * SECOND;
    private long wallOffsetNs = START_NS - elapsedNs;

    @Test
    void shouldTellTheWallClocksTimeWhereNothingLeaps() {
        final JournalClock clock = started(0, true);

        run(clock, 100);

        assertEquals(START_NS + 100 * SECOND, clock.nanoTime());
        assertEquals(0, clock.differenceNs());
        assertFalse(clock.pollLeap(leap));
    }

    @Test
    void shouldGoOnByElapsedTimeWhereTheWallClockLeaps() {
        for (final long by : new long[] {-HOUR, -20 * SECOND, 120 * SECOND, 30 * DAY, -30 * DAY, SECOND}) {
            anchor.setMemory(0, ClockAnchor.BYTES, (byte)0);
            final JournalClock clock = started(0, true);
            run(clock, 10);
            final long before = clock.nanoTime();
            wallOffsetNs += by;

            run(clock, 60);

            assertTrue(Math.abs(clock.nanoTime() - before - 60 * SECOND) <= 60 * SECOND / 200, "leap of " + by);
            assertTrue(clock.pollLeap(leap));
            assertEquals(by, leap.leapNs);
            assertEquals(elapsedNs + wallOffsetNs, leap.wallNs);
            clock.leapRecorded();
            run(clock, 60);
            assertFalse(clock.pollLeap(leap));
        }
    }

    @Test
    void shouldTellALeapAgainUntilItIsRecorded() {
        started(0, true);
        wallOffsetNs -= HOUR;

        final JournalClock next = started(0, true);
        run(next, 2);

        assertTrue(next.pollLeap(leap));
        assertEquals(-HOUR, leap.leapNs);
        next.leapRecorded();
        final JournalClock third = started(0, true);
        run(third, 2);
        assertFalse(third.pollLeap(leap));
    }

    @Test
    void shouldApproachTheWallClockAfterALeapByHalfAPercent() {
        final JournalClock clock = started(0, true);
        wallOffsetNs += 10 * SECOND;

        run(clock, 1_000);
        final long after1000 = clock.differenceNs();
        run(clock, 3_000);

        assertTrue(Math.abs(after1000 - 5 * SECOND) < SECOND / 10, () -> "ahead by " + after1000);
        assertTrue(Math.abs(clock.differenceNs()) < SECOND / 1_000, () -> "ahead by " + clock.differenceNs());
    }

    @Test
    void shouldFollowAWallClockThatDrifts() {
        final JournalClock clock = started(0, true);

        for (int i = 0; i < 2_000; i++) {
            wallOffsetNs += 100_000;
            run(clock, 1);
        }

        assertTrue(Math.abs(clock.differenceNs()) < 2_000_000, () -> "ahead by " + clock.differenceNs());
        assertFalse(clock.pollLeap(leap));
    }

    @Test
    void shouldGoOnFromTheLastRecordWhereTheWallClockIsBehindIt() {
        final JournalClock clock = started(START_NS + HOUR, true);

        run(clock, 10);

        assertTrue(Math.abs(clock.nanoTime() - START_NS - HOUR - 10 * SECOND) <= SECOND / 20);
        assertTrue(clock.pollLeap(leap));
        assertEquals(-HOUR, leap.leapNs);
    }

    @Test
    void shouldBeginAtTheWallClockWhereItIsAheadOfTheLastRecord() {
        assertEquals(START_NS, started(START_NS - DAY, true).nanoTime());
    }

    @Test
    void shouldFollowTheClockOfALivingProcessWhateverTheWallClockSays() {
        final JournalClock first = started(0, true);
        run(first, 10);
        wallOffsetNs += 30 * DAY;

        final JournalClock second = started(0, false);

        assertEquals(first.nanoTime(), second.nanoTime());
        run(first, 100);
        assertEquals(first.nanoTime(), second.nanoTime());
    }

    @Test
    void shouldNotCompareElapsedTimesOfDifferentRunsOfTheMachine() {
        started(0, true);
        elapsedNs += HOUR;
        wallOffsetNs -= HOUR;

        final JournalClock clock = newClock();
        clock.start(START_NS + SECOND, true, RUN + 1);

        assertEquals(START_NS + SECOND, clock.nanoTime());
    }

    @Test
    void shouldBeginAnewWhereElapsedTimeIsBehindTheAnchor() {
        elapsedNs = HOUR;
        wallOffsetNs = START_NS - HOUR;
        started(0, true);
        elapsedNs = SECOND;

        final JournalClock clock = started(START_NS, true);
        elapsedNs += 10 * SECOND;

        assertEquals(START_NS + 10 * SECOND, clock.nanoTime());
    }

    @Test
    void shouldNeverBeginBeforeTheYear2000() {
        wallOffsetNs = 60 * SECOND - elapsedNs;

        final JournalClock clock = started(0, true);
        run(clock, 2);

        assertTrue(clock.nanoTime() >= JournalClock.EARLIEST_NS + SECOND);
        assertTrue(clock.pollLeap(leap));
    }

    @Test
    void shouldFollowARecordThatIsAhead() {
        final JournalClock clock = started(0, true);

        clock.raise(START_NS + HOUR);
        elapsedNs += SECOND;

        assertEquals(START_NS + HOUR + SECOND, clock.nanoTime());
        clock.raise(START_NS);
        assertEquals(START_NS + HOUR + SECOND, clock.nanoTime());
    }

    @Test
    void shouldNotTakeALeapForAge() {
        final JournalClock live = started(START_NS, true);
        run(live, 60);
        wallOffsetNs += 30 * DAY;
        run(live, 60);
        assertTrue(live.provenNs() < START_NS + HOUR);
        wallOffsetNs -= 40 * DAY;
        run(live, 60);
        assertTrue(live.provenNs() < START_NS);
    }

    @Test
    void shouldTakeAStartLongAfterTheLastRecordForAgeOnlyOnceTheWallClockHasProvenSteady() {
        final JournalClock clock = started(START_NS - 30 * DAY, true);

        run(clock, 60);
        assertTrue(clock.provenNs() < START_NS - 29 * DAY);
        run(clock, 20 * 60);

        assertTrue(clock.provenNs() > START_NS);
    }

    @Test
    void shouldNeverGoBackNorBeFarFromElapsedTimeOnAnyDay() {
        final long seed = Long.getLong("patchbay.seed", System.nanoTime());
        System.out.println("seed " + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        JournalClock clock = started(0, true);
        final JournalClock other = started(0, false);
        long lastNs = clock.nanoTime();
        for (int i = 0; i < 200_000; i++) {
            final long step = random.nextLong(random.nextInt(100) == 0 ? 20 * SECOND : SECOND / 10);
            elapsedNs += step;
            if (random.nextInt(500) == 0) {
                wallOffsetNs += random.nextLong(-40 * DAY, 40 * DAY);
            } else if (random.nextInt(10) == 0) {
                wallOffsetNs += random.nextLong(-step / 2_000 - 1, step / 2_000 + 1);
            }
            if (random.nextInt(2_000) == 0) {
                clock = started(lastNs, false);
            }
            final long before = clock.nanoTime();
            clock.steer();
            if (clock.pollLeap(leap)) {
                clock.leapRecorded();
            }
            final long now = clock.nanoTime();
            assertTrue(now >= before - 1 && before >= lastNs, "seed " + seed);
            assertTrue(Math.abs(now - lastNs - step) <= step / 190 + 1, "seed " + seed);
            assertEquals(now, other.nanoTime(), "seed " + seed);
            lastNs = now;
        }
    }

    private JournalClock newClock() {
        return new JournalClock(() -> elapsedNs, () -> elapsedNs + wallOffsetNs, anchor);
    }

    private JournalClock started(final long lastRecordNs, final boolean isAlone) {
        final JournalClock clock = newClock();
        clock.start(lastRecordNs, isAlone, RUN);
        return clock;
    }

    private void run(final JournalClock clock, final int seconds) {
        for (int i = 0; i < seconds; i++) {
            elapsedNs += SECOND;
            clock.steer();
        }
    }
}
