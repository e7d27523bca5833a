package io.patchbay.engine;

import io.patchbay.engine.input.SettingsInput;
import io.patchbay.protocol.Limits;

/**
 * The settings in force: the contract's defaults until a settings record says otherwise.
 */
final class Settings {
    int defaultTimeoutMs = Limits.DEFAULT_TIMEOUT_MS;
    int drainMs = Limits.DRAIN_MS;
    long duplicateWindowMs = Limits.DUPLICATE_WINDOW_MS;
    int maxEndedIds = Limits.MAX_ENDED_IDS;
    int maxOpenPerAsker = Limits.MAX_OPEN_REQUESTS;
    int maxOpenPerInstance = Limits.MAX_OPEN_REQUESTS;

    void take(final SettingsInput in) {
        defaultTimeoutMs = in.defaultTimeoutMs;
        drainMs = in.drainMs;
        duplicateWindowMs = in.duplicateWindowMs;
        maxEndedIds = in.maxEndedIds;
        maxOpenPerAsker = in.maxOpenPerAsker;
        maxOpenPerInstance = in.maxOpenPerInstance;
    }

    void copyTo(final SettingsInput out) {
        out.defaultTimeoutMs = defaultTimeoutMs;
        out.drainMs = drainMs;
        out.duplicateWindowMs = duplicateWindowMs;
        out.maxEndedIds = maxEndedIds;
        out.maxOpenPerAsker = maxOpenPerAsker;
        out.maxOpenPerInstance = maxOpenPerInstance;
    }

    long hash() {
        long hash = Hashes.add(Hashes.mix(defaultTimeoutMs), drainMs);
        hash = Hashes.add(hash, duplicateWindowMs);
        hash = Hashes.add(hash, maxEndedIds);
        hash = Hashes.add(hash, maxOpenPerAsker);
        return Hashes.add(hash, maxOpenPerInstance);
    }
}
