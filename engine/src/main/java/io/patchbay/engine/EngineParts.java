package io.patchbay.engine;

import io.patchbay.engine.hash.StateHash;
import io.patchbay.engine.slot.Gateways;
import io.patchbay.engine.state.EndedPages;
import io.patchbay.engine.state.LogPosition;

/**
 * Creates the parts of an {@link Engine}. There is one kind of each in production; a test that puts a mistake into an engine
 * overrides one method.
 */
class EngineParts {
    Registry newRegistry(final StateHash hash) {
        return new Registry(hash);
    }

    TimerWheel newTimers() {
        return new TimerWheel();
    }

    EndedIds newEndedIds(final StateHash hash, final IdTable ids, final EndedPages pages) {
        return new EndedIds(hash, ids, pages);
    }

    ExpectedServices newExpected(final EngineSettings settings, final Gateways gateways, final TimerWheel timers,
        final StateHash hash) {
        return new ExpectedServices(settings, gateways, timers, hash);
    }

    StateCopy newCopy(final EngineSettings settings, final Gateways gateways, final Registry registry, final Requests requests,
        final EndedIds endedIds, final ExpectedServices expected, final IdTable ids, final TimerWheel timers,
        final StateHash hash) {
        return new StateCopy(settings, gateways, registry, requests, endedIds, expected, ids, timers, hash);
    }

    Endings newEndings(final Outputs outputs, final LogPosition position, final Registry registry, final Requests requests,
        final EndedIds endedIds, final ExpectedServices expected, final Router router, final TimerWheel timers,
        final StateHash hash) {
        return new Endings(outputs, position, registry, requests, endedIds, expected, router, timers, hash);
    }
}
