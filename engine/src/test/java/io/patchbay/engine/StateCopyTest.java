package io.patchbay.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.input.Input;
import io.patchbay.engine.state.StateBuffer;
import io.patchbay.engine.testkit.OutputText;
import io.patchbay.engine.testkit.Scenario;
import io.patchbay.engine.testkit.Seeds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Tests that an engine that has read a state has the same outputs as one that has applied all records: at any record of any seed,
 * and after being copied again and again. Equal states are written as equal bytes.
 */
@Timeout(300)
class StateCopyTest {
    private static final int SEEDS = 300;
    private static final int RECORDS = 220;
    private static final long FIRST = 0x4f68_0000_0000L;

    private long copies;
    private long openAtCopy;
    private long goneAskers;

    @Test
    void shouldSayTheSameFromACopiedStateAsFromAllRecords() {
        Seeds.forEach(SEEDS, this::run);

        System.out.println("copied " + copies + " states with " + openAtCopy + " open requests, " + goneAskers
            + " of askers that had left");
        if (Long.getLong("patchbay.seed") == null) {
            assertTrue(copies > 0 && openAtCopy > 0 && goneAskers > 0);
        }
    }

    private void run(final long seed) {
        final SplittableRandom random = new SplittableRandom(~seed);
        final Scenario scenario = new Scenario(seed);
        final Run whole = new Run();
        Run copied = new Run();
        for (int i = 1; i <= RECORDS; i++) {
            final Input in = scenario.next();
            in.index = FIRST + i;
            final int record = i;
            assertEquals(whole.apply(in), copied.apply(in), () -> "outputs of record " + record);
            assertEquals(whole.engine.stateHash(), copied.engine.stateHash(), () -> "state after record " + record);
            scenario.applied(in);
            if (random.nextInt(20) == 0 || i == RECORDS) {
                copied = copy(whole, copied);
            }
        }
    }

    private Run copy(final Run whole, final Run copied) {
        final StateBuffer state = written(whole.engine);
        assertArrayEquals(state.toBytes(), written(copied.engine).toBytes(), "equal states give equal bytes");
        final Run restored = new Run();
        restored.engine.readState(state);
        assertEquals(whole.engine.stateHash(), restored.engine.stateHash());
        assertEquals(whole.engine.stateHash(), restored.engine.recomputedStateHash());
        assertEquals(whole.engine.openCount(), restored.engine.openCount());
        assertEquals(whole.engine.rememberedCount(), restored.engine.rememberedCount());
        assertEquals(whole.engine.rememberedNs(), restored.engine.rememberedNs());
        assertEquals(whole.engine.records(), restored.engine.records());
        assertEquals(whole.engine.index(), restored.engine.index());
        assertArrayEquals(state.toBytes(), written(restored.engine).toBytes());
        copies++;
        openAtCopy += whole.engine.openCount();
        goneAskers += whole.engine.openRequests().stream()
            .filter(request -> whole.engine.registry().instance(request.asker()) == null).count();
        return restored;
    }

    @Test
    void shouldTakeAStateOnlyBeforeTheFirstRecordAndOnlyAWholeOne() {
        final Run run = new Run();
        final Scenario scenario = new Scenario(1);
        final Input in = scenario.next();
        in.index = FIRST;
        run.apply(in);
        final StateBuffer state = written(run.engine);

        assertThrows(IllegalStateException.class, () -> run.engine.readState(state));
        final StateBuffer cut = new StateBuffer();
        cut.number(1);
        assertThrows(IllegalStateException.class, () -> new Engine(new SilentOutputs()).readState(cut));
    }

    private static StateBuffer written(final Engine engine) {
        final StateBuffer state = new StateBuffer();
        engine.writeState(state);
        return state;
    }

    private static final class Run {
        private final OutputText text = new OutputText();
        private final Engine engine = new Engine(text);

        private Run() {
            text.registry(engine.registry());
        }

        private List<String> apply(final Input in) {
            text.lines.clear();
            in.applyTo(engine);
            return List.copyOf(text.lines);
        }
    }
}
