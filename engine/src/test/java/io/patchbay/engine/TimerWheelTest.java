package io.patchbay.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Compares the wheel with a sorted set: the same timers must fire, in the same order, at the same time.
 */
@Timeout(60)
class TimerWheelTest {
    private static final long MS = 1_000_000;
    private static final long START_NS = 1_767_225_600_000_000_000L;
    private static final long[] SPANS = {1, MS, 10 * MS, 300 * MS, 30_000 * MS, 4_400_000 * MS, 86_400_000 * MS};

    private final TimerWheel wheel = new TimerWheel();
    private final List<Long> fired = new ArrayList<>();

    @Test
    void shouldFireWhatASortedSetWouldFire() {
        Seeds.forEach(200, TimerWheelTest::compareWithSortedSet);
    }

    @Test
    void shouldFireAtTheDeadlineAndNotBefore() {
        wheel.schedule(new Probe(START_NS + 5, 1));

        assertFalse(wheel.isDue(START_NS + 4));
        assertTrue(wheel.isDue(START_NS + 5));
        wheel.advance(START_NS + 4, null);
        assertEquals(List.of(), fired);
        wheel.advance(START_NS + 5, null);
        assertEquals(List.of(1L), fired);
    }

    @Test
    void shouldFireEqualDeadlinesInIndexOrder() {
        for (final long index : new long[] {5, 1, 4, 2, 3}) {
            wheel.schedule(new Probe(START_NS + 7, index));
        }

        wheel.advance(START_NS + 1_000 * MS, null);

        assertEquals(List.of(1L, 2L, 3L, 4L, 5L), fired);
    }

    @Test
    void shouldNotFireWhatOneThatFiresCancels() {
        final Probe second = new Probe(START_NS + 2, 2);
        final Probe first = new Probe(START_NS + 1, 1) {
            @Override
            void expire(final Endings endings) {
                super.expire(endings);
                wheel.cancel(second);
            }
        };
        wheel.schedule(second);
        wheel.schedule(first);

        wheel.advance(START_NS + MS, null);

        assertEquals(List.of(1L), fired);
        assertEquals(0, wheel.size());
    }

    @Test
    void shouldTakeDeadlinesThatNeverCome() {
        wheel.schedule(new Probe(Long.MAX_VALUE, 1));
        wheel.schedule(new Probe(START_NS, 2));

        wheel.advance(Long.MAX_VALUE - 1, null);
        assertEquals(List.of(2L), fired);
        wheel.advance(Long.MAX_VALUE, null);

        assertEquals(List.of(2L, 1L), fired);
        assertFalse(wheel.isDue(Long.MAX_VALUE));
    }

    @Test
    void shouldTakeWhatIsScheduledForATimeThatWasAskedForAlready() {
        wheel.schedule(new Probe(START_NS + 10_000 * MS, 1));
        assertTrue(wheel.isDue(START_NS + 20_000 * MS));

        wheel.schedule(new Probe(START_NS + MS, 2));
        wheel.advance(START_NS + 2 * MS, null);

        assertEquals(List.of(2L), fired);
        wheel.advance(START_NS + 10_000 * MS, null);
        assertEquals(List.of(2L, 1L), fired);
    }

    private static void compareWithSortedSet(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final TimerWheelTest test = new TimerWheelTest();
        final TreeSet<Probe> model = new TreeSet<>(Comparator.<Probe>comparingLong(probe -> probe.deadlineNs)
            .thenComparingLong(probe -> probe.index));
        final List<Probe> live = new ArrayList<>();
        long nowNs = START_NS + random.nextInt(1_000_000_000);
        for (int i = 1; i <= 2_000; i++) {
            final int dice = random.nextInt(10);
            if (dice < 5) {
                final Probe probe = test.new Probe(nowNs + 1 + random.nextLong(SPANS[random.nextInt(SPANS.length)]), i);
                test.wheel.schedule(probe);
                model.add(probe);
                live.add(probe);
            } else if (dice < 7 && !live.isEmpty()) {
                final Probe probe = live.remove(random.nextInt(live.size()));
                if (model.remove(probe)) {
                    test.wheel.cancel(probe);
                }
            } else {
                final long askedNs = nowNs + random.nextLong(SPANS[random.nextInt(SPANS.length)]);
                assertEquals(!model.isEmpty() && model.first().deadlineNs <= askedNs, test.wheel.isDue(askedNs));
                nowNs += random.nextLong(SPANS[random.nextInt(i % 50 == 0 ? SPANS.length : 5)]);
                final List<Long> expected = new ArrayList<>();
                while (!model.isEmpty() && model.first().deadlineNs <= nowNs) {
                    expected.add(model.pollFirst().index);
                }
                test.fired.clear();
                test.wheel.advance(nowNs, null);
                assertEquals(expected, test.fired);
            }
            assertEquals(model.size(), test.wheel.size());
        }
    }

    /** A timer that records that it fired. */
    private class Probe extends Timer {
        Probe(final long deadlineNs, final long index) {
            this.deadlineNs = deadlineNs;
            this.index = index;
        }

        @Override
        void expire(final Endings endings) {
            fired.add(index);
        }
    }
}
