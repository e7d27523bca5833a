package io.patchbay.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.input.Input;
import io.patchbay.engine.testkit.GoldenFile;
import io.patchbay.engine.testkit.OutputText;
import io.patchbay.protocol.Limits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

/**
 * Tests an id that is used again after its window while the entry of its old end is still held. After an idle night only some
 * entries expire at each record.
 */
@Timeout(60)
class ReusedIdTest {
    private static final int ENDED = 300;
    private static final long NIGHT_NS = 2 * Limits.DUPLICATE_WINDOW_MS * 1_000_000L;

    private final OutputText text = new OutputText();
    private final Engine engine = new Engine(text);
    private final List<String> lines = new ArrayList<>();

    @Test
    void shouldTakeAnIdAgainWhoseOldEndIsStillHeld() {
        text.registry(engine.registry());
        lines.addAll(List.of("g gateway-started slot=0", "s registration gateway=g name=s methods=m listen=-",
            "k registration gateway=g name=k listen=-"));
        for (int i = 1; i <= ENDED; i++) {
            lines.add("m" + i + " message from=k id=" + i + " destination=s:m");
        }
        final int night = lines.size();
        lines.add("a message from=k id=" + (ENDED - 9) + " destination=s:m responder=r");
        lines.add("b message from=k id=" + (ENDED - 8) + " destination=s:m");
        lines.add("c message from=k id=" + (ENDED - 9) + " destination=s:m");
        lines.add("d message from=k id=" + (ENDED - 7) + " destination=s:m responder=r");
        lines.add("e reply from=s id=" + (ENDED - 9));
        lines.add("f status from=k id=" + (ENDED - 9));
        for (int i = 0; i < 10; i++) {
            lines.add("t" + i + " tick");
        }
        lines.add("h reply from=s id=" + (ENDED - 7));
        lines.add("i status from=k id=" + (ENDED - 7));

        final List<Input> inputs = GoldenFile.inputs(GoldenFile.records(lines));
        for (int i = 0; i < inputs.size(); i++) {
            final Input in = inputs.get(i);
            in.timeNs += i < night ? 0 : NIGHT_NS;
            in.applyTo(engine);
            if (i == night) {
                assertTrue(engine.rememberedCount() > 10, "the old end is still held");
            }
            assertEquals(engine.recomputedStateHash(), engine.stateHash(), lines.get(i));
        }

        assertEquals(3, engine.rememberedCount());
        assertEquals(0, engine.openCount());
        assertEquals(1, text.lines.stream().filter(line -> line.contains("duplicate")).count());
        assertEquals(2, text.lines.stream().filter(line -> line.contains(" status ") && line.contains("replied")).count());
    }
}
