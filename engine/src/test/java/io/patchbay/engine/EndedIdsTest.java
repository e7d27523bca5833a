package io.patchbay.engine;

import io.patchbay.engine.testkit.Seeds;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Remembered ids against a map in order of insertion: by age and by count.
 */
@Timeout(60)
class EndedIdsTest {
    private static final UnhandledReason[] REASONS = {null, UnhandledReason.TIMEOUT, UnhandledReason.NO_SERVICE};

    @Test
    void shouldRememberWhatAMapWouldRemember() {
        Seeds.forEach(50, EndedIdsTest::compareWithMap);
    }

    @Test
    void shouldHoldTheWholeWindowUnlessThereAreTooMany() {
        final EndedIds ids = new EndedIds(new StateHash());
        ids.limits(1_000, 2);

        ids.remember(0, 1, 1, 0, 100, null);
        ids.remember(0, 2, 2, 0, 300, null);
        assertEquals(1_000, ids.heldNs(2_000));
        ids.remember(0, 3, 3, 0, 500, null);

        assertEquals(400, ids.heldNs(500));
        assertEquals(1_000, ids.heldNs(5_000));
    }

    @Test
    void shouldUseItsPagesAgain() throws ReflectiveOperationException {
        final EndedIds ids = new EndedIds(new StateHash());
        ids.limits(Long.MAX_VALUE, 3_000);

        for (int i = 0; i < 100_000; i++) {
            ids.remember(i, i, i, i, i, null);
        }

        final java.lang.reflect.Field pages = EndedIds.class.getDeclaredField("pageCount");
        pages.setAccessible(true);
        assertTrue(pages.getInt(ids) <= 5, "pages");
        assertEquals(3_000, ids.size());
    }

    private static void compareWithMap(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final StateHash hash = new StateHash();
        final EndedIds ids = new EndedIds(hash);
        final Map<Long, long[]> model = new LinkedHashMap<>();
        long windowNs = 500;
        int limit = 1 << random.nextInt(13);
        long nowNs = 1;
        ids.limits(windowNs, limit);
        for (int i = 1; i <= 8_000; i++) {
            nowNs += random.nextInt(3) == 0 ? random.nextInt(5) : 0;
            if (random.nextInt(2_000) == 0) {
                windowNs = windowNs * 3 / 4;
                limit = random.nextInt(3_000);
                ids.limits(windowNs, limit);
            }
            ids.expire(nowNs);
            dropOld(model, nowNs, windowNs);
            trim(model, limit);
            final long id = random.nextInt(10_000);
            final int place = ids.find(id, -id, nowNs);
            final long[] known = model.get(id);
            assertEquals(known != null, place != EndedIds.NONE);
            if (known == null) {
                final int reason = random.nextInt(REASONS.length);
                ids.remember(id, -id, i, seed * i, nowNs, REASONS[reason]);
                model.put(id, new long[] {nowNs, i, seed * i, reason});
                trim(model, limit);
            } else {
                assertEquals(known[1], ids.ended(place));
                assertEquals(known[2], ids.identity(place));
                assertEquals(REASONS[(int)known[3]], ids.reason(place));
                assertEquals(known[3] == 0 ? RequestStatus.REPLIED : RequestStatus.UNHANDLED, ids.status(place));
            }
        }
        assertEquals(ids.recomputedHash(), hash.sum());
    }

    private static void dropOld(final Map<Long, long[]> model, final long nowNs, final long windowNs) {
        while (!model.isEmpty() && nowNs - model.values().iterator().next()[0] > windowNs) {
            model.remove(model.keySet().iterator().next());
        }
    }

    private static void trim(final Map<Long, long[]> model, final int limit) {
        while (model.size() > limit) {
            model.remove(model.keySet().iterator().next());
        }
    }
}
