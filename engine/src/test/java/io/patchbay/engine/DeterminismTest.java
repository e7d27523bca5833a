package io.patchbay.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.RecordKind;
import io.patchbay.engine.testkit.EngineRun;
import io.patchbay.engine.testkit.Scenario;
import io.patchbay.engine.testkit.Seeds;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.Indexes;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Map;
import java.util.TreeMap;

/**
 * Tests that the same records always give the same outputs and the same state hash, and that each request ends once. Prints how
 * often each kind, reason, code and event occurred.
 */
@Timeout(300)
class DeterminismTest {
    private static final int SEEDS = 2_000;
    private static final int RECORDS = 220;
    private static final int CHECK_EVERY = 50;

    @Test
    void shouldSayTheSameEveryTime() {
        final Map<String, Long> counts = new TreeMap<>();

        Seeds.forEach(SEEDS, seed -> run(seed, counts));

        System.out.println("occurred: " + counts);
        if (Long.getLong("patchbay.seed") == null) {
            assertAllOccurred(counts);
        }
    }

    private static void run(final long seed, final Map<String, Long> counts) {
        final Scenario scenario = new Scenario(seed);
        final EngineRun first = new EngineRun(Indexes::format, 0);
        final EngineRun second = new EngineRun(Indexes::format, 0);
        final Engine rarelyAsked = new Engine(new SilentOutputs());
        for (int i = 1; i <= RECORDS; i++) {
            final Input in = scenario.next();
            in.index = 0x4f68_0000_0000L + i;
            first.apply(in);
            second.engine.isDue(in.timeNs + i * 1_000_000L);
            second.apply(in);
            in.applyTo(rarelyAsked);
            scenario.applied(in);
            counts.merge("kind " + in.kind().wireName(), 1L, Long::sum);
            if (i % CHECK_EVERY == 0) {
                first.checkHash();
                second.checkHash();
                assertEquals(first.engine.stateHash(), rarelyAsked.stateHash(), "hash without other calls between");
            }
        }
        assertEquals(first.text.lines, second.text.lines);
        assertEquals(first.hashes, second.hashes);
        first.rules.counts().forEach((what, count) -> counts.merge(what, count, Long::sum));
    }

    private static void assertAllOccurred(final Map<String, Long> counts) {
        for (final RecordKind kind : RecordKind.values()) {
            assertOccurred(counts, "kind " + kind.wireName());
        }
        for (final UnhandledReason reason : UnhandledReason.values()) {
            assertOccurred(counts, "unhandled " + reason);
        }
        for (final EventName event : EventName.values()) {
            assertOccurred(counts, event.wireName());
        }
        for (final RequestStatus status : RequestStatus.values()) {
            assertOccurred(counts, "status " + status);
        }
        for (final String what : new String[] {"custom event", "accepted", "registered", "message", "reply", "reply more",
            "reply error", "reply to nobody", "services", "error " + ErrorCode.DUPLICATE, "error " + ErrorCode.OVERLOADED,
            "disconnect unregistered", "disconnect slow-consumer", "left gateway-lost", "left shutting-down", "left timeout",
            "waiting", "message after waiting", "waiting no-service",
            "waiting no-method", "waiting no-version", "waiting timeout"}) {
            assertOccurred(counts, what);
        }
    }

    private static void assertOccurred(final Map<String, Long> counts, final String what) {
        assertTrue(counts.getOrDefault(what, 0L) > 0, () -> what + " never occurred");
    }
}
