package io.patchbay.gateway.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Tests that timers expire once, not before their deadline, and soon after it.
 */
@Timeout(30)
class SessionTimersTest {
    private static final int LATENESS_MS = 16;
    private final long startMs = 1_000_003;
    private final SessionTimers timers = new SessionTimers(startMs);

    private final class Entry extends TimerEntry {
        private long wantedMs;
        private int expired;
        private Runnable then = () -> { };

        void set(final long deadlineMs) {
            wantedMs = deadlineMs;
            timers.schedule(this, deadlineMs);
        }

        @Override
        public void onTimer(final long nowMs) {
            assertTrue(nowMs >= wantedMs, "too early");
            assertTrue(nowMs - wantedMs <= LATENESS_MS, () -> "late by " + (nowMs - wantedMs));
            wantedMs = Long.MAX_VALUE;
            expired++;
            final Runnable once = then;
            then = () -> { };
            once.run();
        }
    }

    @Test
    void shouldExpireEachOnceWhateverTheMomentAndTheOrder() {
        final long seed = Long.getLong("patchbay.seed", System.nanoTime());
        System.out.println("-Dpatchbay.seed=" + seed);
        final Random random = new Random(seed);
        final List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            entries.add(new Entry());
        }
        int wanted = 0;
        long nowMs = startMs;
        for (int step = 0; step < 20_000; step++) {
            final Entry entry = entries.get(random.nextInt(entries.size()));
            if (entry.wantedMs == 0 || entry.wantedMs == Long.MAX_VALUE) {
                wanted++;
            }
            if (random.nextInt(5) == 0 && entry.wantedMs != 0 && entry.wantedMs != Long.MAX_VALUE) {
                timers.cancel(entry);
                entry.wantedMs = Long.MAX_VALUE;
                wanted--;
            } else {
                entry.set(nowMs + random.nextInt(random.nextBoolean() ? 100 : 30_000));
            }
            nowMs += random.nextInt(8);
            timers.poll(nowMs);
        }
        for (int i = 0; i < 8_000; i++) {
            nowMs += 5;
            timers.poll(nowMs);
        }

        assertEquals(wanted, entries.stream().mapToInt(entry -> entry.expired).sum());
    }

    @Test
    void shouldLetAnExpiryChangeOtherTimersOfTheSameMoment() {
        final Entry first = new Entry();
        final Entry second = new Entry();
        final Entry third = new Entry();
        first.set(startMs + 50);
        second.set(startMs + 50);
        third.set(startMs + 50);
        third.then = () -> {
            second.set(startMs + 500);
            third.set(startMs + 500);
        };
        second.then = () -> first.set(startMs + 500);

        for (long nowMs = startMs; nowMs < startMs + 100; nowMs++) {
            timers.poll(nowMs);
        }
        final int early = first.expired + second.expired + third.expired;
        for (long nowMs = startMs + 100; nowMs < startMs + 600; nowMs++) {
            timers.poll(nowMs);
        }

        assertTrue(early >= 1 && early <= 3, "expired " + early);
        assertTrue(first.expired >= 1 && second.expired >= 1 && third.expired >= 1);
    }

    @Test
    void shouldCatchUpAfterALongPause() {
        final Entry entry = new Entry();
        timers.schedule(entry, startMs + 100);
        entry.wantedMs = startMs + 1_000_000 - LATENESS_MS;

        timers.poll(startMs + 1_000_000);

        assertEquals(1, entry.expired);
    }
}
