package io.patchbay.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.hash.StateHash;
import io.patchbay.engine.state.EndedPages;
import io.patchbay.engine.testkit.Seeds;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Compares remembered ids, evicted by age and by count, with a map in order of insertion.
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
        final Rig rig = new Rig();
        final EndedIds ids = rig.ended;
        ids.limits(1_000, 2);

        rig.remember(0, 1, 1, 0, 100, null);
        rig.remember(0, 2, 2, 0, 300, null);
        assertEquals(1_000, ids.heldNs(2_000));
        rig.remember(0, 3, 3, 0, 500, null);

        assertEquals(400, ids.heldNs(500));
        assertEquals(1_000, ids.heldNs(5_000));
    }

    @Test
    void shouldUseItsPagesAgain() {
        final Rig rig = new Rig();
        rig.ended.limits(Long.MAX_VALUE, 3_000);

        for (int i = 0; i < 100_000; i++) {
            rig.remember(i, i, i, i, i, null);
        }

        assertTrue(rig.pages.count() <= 5, () -> rig.pages.count() + " pages");
        assertEquals(3_000, rig.ended.size());
    }

    private static void compareWithMap(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final Rig rig = new Rig();
        final EndedIds ids = rig.ended;
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
            final int place = rig.ids.find(id, -id);
            final long[] known = model.get(id);
            assertEquals(known != null, ids.isRemembered(place, nowNs));
            if (known == null) {
                final int reason = random.nextInt(REASONS.length);
                rig.remember(id, -id, i, seed * i, nowNs, REASONS[reason]);
                model.put(id, new long[] {nowNs, i, seed * i, reason});
                trim(model, limit);
            } else {
                assertEquals(known[1], ids.ended(place));
                assertEquals(known[2], ids.identity(place));
                assertEquals(REASONS[(int)known[3]], ids.reason(place));
                assertEquals(known[3] == 0 ? RequestStatus.REPLIED : RequestStatus.UNHANDLED, ids.status(place));
            }
            if (random.nextInt(500) == 0) {
                rig.checkHash();
            }
        }
        rig.checkHash();
    }

    private static void dropOld(final Map<Long, long[]> model, final long nowNs, final long windowNs) {
        while (!model.isEmpty() && nowNs - model.values().iterator().next()[0] > windowNs) {
            model.remove(model.keySet().iterator().next());
        }
    }

    /** Ended ids with the table that finds them, used as for messages that end at once. */
    private static final class Rig {
        final StateHash hash = new StateHash();
        final EndedPages pages = new EndedPages();
        final IdTable ids = new IdTable(new RequestPool(), pages);
        final EndedIds ended = new EndedIds(hash, ids, pages);

        void remember(final long idHi, final long idLo, final long index, final long identity, final long nowNs,
            final UnhandledReason reason) {
            final int known = ids.find(idHi, idLo);
            final long sequence = ended.sequence(known);
            if (sequence != EndedIds.NONE) {
                ended.forget(known, sequence);
            }
            ended.remember(known, idHi, idLo, index, identity, nowNs, reason);
        }

        void checkHash() {
            ended.settle();
            assertEquals(ended.recomputedHash(), hash.sum());
        }
    }

    private static void trim(final Map<Long, long[]> model, final int limit) {
        while (model.size() > limit) {
            model.remove(model.keySet().iterator().next());
        }
    }
}
