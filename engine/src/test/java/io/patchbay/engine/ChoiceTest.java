package io.patchbay.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.hash.Rendezvous;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.testkit.GoldenFile;
import io.patchbay.engine.testkit.OutputText;
import io.patchbay.engine.testkit.RecordLine;
import io.patchbay.protocol.Versions;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tests the promises of the choice of an instance over many messages (PROTOCOL.md, "Which instance").
 */
@Timeout(60)
class ChoiceTest {
    private static final int KEYS = 20_000;
    private final List<String> lines = new ArrayList<>();

    @Test
    void shouldScoreAsThePublishedVectors() {
        assertEquals(0xb565714d527df63dL, score("customer-42", 0x4f6800000001L));
        assertEquals(0x0bd32c6b6f9bcd9bL, score("EUR/USD", 0x4f680000002aL));
    }

    @Test
    void shouldMoveOnlyTheKeysOfAnInstanceThatLeaves() {
        final Map<String, Integer> before = chosen(List.of(1, 2, 3, 4, 5));
        final Map<String, Integer> after = chosen(List.of(1, 2, 4, 5));

        before.forEach((key, instance) -> {
            if (instance != 3) {
                assertEquals(instance, after.get(key), key);
            }
        });
    }

    @Test
    void shouldGiveOneThatJoinsItsShareAndMoveNothingElse() {
        final Map<String, Integer> before = chosen(List.of(1, 2, 3, 4));
        final Map<String, Integer> after = chosen(List.of(1, 2, 3, 4, 5));

        int moved = 0;
        for (final Map.Entry<String, Integer> entry : before.entrySet()) {
            if (!after.get(entry.getKey()).equals(entry.getValue())) {
                assertEquals(5, after.get(entry.getKey()), entry.getKey());
                moved++;
            }
        }
        assertTrue(moved > KEYS / 5 * 0.9 && moved < KEYS / 5 * 1.1, "moved: " + moved);
    }

    @Test
    void shouldGiveEachInTurnItsFairShare() {
        lines.add("g gateway-started slot=0");
        for (int i = 0; i < 7; i++) {
            lines.add("i" + i + " registration gateway=g name=s methods=m listen=-");
        }
        lines.add("k registration gateway=g name=k listen=-");
        for (int i = 1; i <= 700; i++) {
            lines.add("m" + i + " message from=k id=" + i + " destination=s:m");
        }

        final Map<String, Integer> shares = new TreeMap<>();
        for (final String line : outputs()) {
            if (line.contains(" message ")) {
                shares.merge(line.split(" ")[1], 1, Integer::sum);
            }
        }

        assertEquals(7, shares.size());
        assertTrue(shares.values().stream().allMatch(share -> share == 100), shares::toString);
    }

    @Test
    void shouldMatchVersionsAsTheProtocolDoes() {
        final String[] versions = {"1.0.0", "1.4.2", "1.40.0", "2.0.0-rc.1", "2.0.0", "2.0.0+b7", "10.2.3", "1.4.2-rc.1+x"};
        final String[] wanted = {"1", "1.4", "1.4.2", "1.40", "2", "2.0", "2.0.0", "2.0.0-rc.1", "2.0.0-rc", "2.0.0+c", "10", "0",
            "1.4.2-rc.1", "1.4.2-rc.1+y", "", "1.", "+x", "2.0.0-rc.1.1"};
        for (final String version : versions) {
            final ServiceVersion own = new ServiceVersion(version);
            for (final String want : wanted) {
                final UnsafeBuffer bytes = new UnsafeBuffer(("s@" + want + ":m").getBytes(StandardCharsets.UTF_8));

                assertEquals(Versions.matches(want, version), own.matches(bytes, 2, want.length()), want + " of " + version);
            }
        }
    }

    private static long score(final String key, final long instance) {
        final UnsafeBuffer bytes = new UnsafeBuffer(("x" + key).getBytes(StandardCharsets.UTF_8));
        return Rendezvous.score(Rendezvous.keyHash(bytes, 1, bytes.capacity() - 1), instance);
    }

    /** Returns the instance with the highest unsigned score for each key, by the definition and not by the router. */
    private static Map<String, Integer> chosen(final List<Integer> instances) {
        final Map<String, Integer> chosen = new TreeMap<>();
        for (int i = 0; i < KEYS; i++) {
            final String key = "key-" + i;
            int best = instances.get(0);
            for (final int instance : instances) {
                if (Long.compareUnsigned(score(key, 0x4f6800000000L + instance), score(key, 0x4f6800000000L + best)) > 0) {
                    best = instance;
                }
            }
            chosen.put(key, best);
        }
        return chosen;
    }

    private List<String> outputs() {
        final OutputText text = new OutputText();
        final Engine engine = new Engine(text);
        text.registry(engine.registry());
        final List<RecordLine> records = GoldenFile.records(lines);
        for (final Input in : GoldenFile.inputs(records)) {
            in.applyTo(engine);
        }
        return text.lines;
    }
}
