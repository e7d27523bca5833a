package io.patchbay.engine.testkit;

import io.patchbay.engine.Engine;
import io.patchbay.engine.input.Input;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;

/**
 * An engine with its outputs as text, checked by {@link OutputRules}, and its hashes. Two runs over the same records must agree
 * on both.
 */
public final class EngineRun {
    /** The engine. */
    public final Engine engine;
    /** Its outputs. */
    public final OutputText text;
    /** The rules that its outputs are checked by. */
    public final OutputRules rules;
    /** State hash after each record. */
    public final List<Long> hashes = new ArrayList<>();

    /**
     * Creates a run that begins with the empty state.
     *
     * @param names   spells an index.
     * @param epochNs time from which deadlines count, epoch nanoseconds.
     */
    public EngineRun(final LongFunction<String> names, final long epochNs) {
        text = new OutputText(names, epochNs);
        rules = new OutputRules(text);
        engine = new Engine(rules);
        text.registry(engine.registry());
    }

    /**
     * Applies a record, and checks the rules that hold after any record.
     *
     * @param in a record with index and time.
     */
    public void apply(final Input in) {
        in.applyTo(engine);
        hashes.add(engine.stateHash());
        if (engine.openCount() != rules.openCount()) {
            throw new AssertionError("open: " + engine.openCount() + ", routed and not ended: " + rules.openCount());
        }
        if (engine.timeNs() < Long.MAX_VALUE && engine.isDue(engine.timeNs())) {
            throw new AssertionError("something due was left at index " + engine.index());
        }
    }

    /** Compares the maintained hash with one computed anew. */
    public void checkHash() {
        if (engine.stateHash() != engine.recomputedStateHash()) {
            throw new AssertionError("the kept hash is not the state's, at index " + engine.index());
        }
    }
}
