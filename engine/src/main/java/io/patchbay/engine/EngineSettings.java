package io.patchbay.engine;

import io.patchbay.engine.input.SettingsInput;
import io.patchbay.protocol.Limits;

/**
 * The settings that decisions depend on, as last recorded; before the first record the contract's defaults.
 */
final class EngineSettings {
    private static final long NS_PER_MS = 1_000_000;

    int defaultTimeoutMs = Limits.DEFAULT_TIMEOUT_MS;
    int drainMs = Limits.DRAIN_MS;
    long duplicateWindowMs = Limits.DUPLICATE_WINDOW_MS;
    int maxEndedIds = Limits.MAX_ENDED_IDS;
    int maxOpenPerAsker = Limits.MAX_OPEN_REQUESTS;
    int maxOpenPerInstance = Limits.MAX_OPEN_REQUESTS;
    boolean recorded;

    void take(final SettingsInput in) {
        defaultTimeoutMs = Math.max(1, in.defaultTimeoutMs);
        drainMs = Math.max(0, in.drainMs);
        duplicateWindowMs = Math.max(0, in.duplicateWindowMs);
        maxEndedIds = Math.max(0, in.maxEndedIds);
        maxOpenPerAsker = Math.max(0, in.maxOpenPerAsker);
        maxOpenPerInstance = Math.max(0, in.maxOpenPerInstance);
        recorded = true;
    }

    void copyTo(final SettingsInput out) {
        out.defaultTimeoutMs = defaultTimeoutMs;
        out.drainMs = drainMs;
        out.duplicateWindowMs = duplicateWindowMs;
        out.maxEndedIds = maxEndedIds;
        out.maxOpenPerAsker = maxOpenPerAsker;
        out.maxOpenPerInstance = maxOpenPerInstance;
    }

    long duplicateWindowNs() {
        return nanos(duplicateWindowMs);
    }

    long deadlineNs(final long nowNs, final int timeoutMs) {
        return later(nowNs, nanos(timeoutMs > 0 ? timeoutMs : defaultTimeoutMs));
    }

    long drainDeadlineNs(final long nowNs) {
        return later(nowNs, nanos(drainMs));
    }

    long hash() {
        long hash = Hash64.next(StateHash.SETTINGS, defaultTimeoutMs);
        hash = Hash64.next(hash, drainMs);
        hash = Hash64.next(hash, duplicateWindowMs);
        hash = Hash64.next(hash, maxEndedIds);
        hash = Hash64.next(hash, maxOpenPerAsker);
        hash = Hash64.next(hash, maxOpenPerInstance);
        return Hash64.mix(Hash64.next(hash, recorded ? 1 : 0));
    }

    private static long nanos(final long ms) {
        return ms > Long.MAX_VALUE / NS_PER_MS ? Long.MAX_VALUE : ms * NS_PER_MS;
    }

    private static long later(final long nowNs, final long durationNs) {
        return nowNs > Long.MAX_VALUE - durationNs ? Long.MAX_VALUE : nowNs + durationNs;
    }
}
