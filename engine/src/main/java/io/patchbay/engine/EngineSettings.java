package io.patchbay.engine;

import io.patchbay.engine.hash.Hash64;
import io.patchbay.engine.hash.StateHash;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.protocol.Limits;

/**
 * The settings that the engine's decisions depend on, as last recorded. Before the first record they are the defaults of
 * {@link Limits}.
 */
final class EngineSettings {
    private static final long NS_PER_MS = 1_000_000;

    int defaultTimeoutMs = Limits.DEFAULT_TIMEOUT_MS;
    int drainMs = Limits.DRAIN_MS;
    long duplicateWindowMs = Limits.DUPLICATE_WINDOW_MS;
    int maxEndedIds = Limits.MAX_ENDED_IDS;
    int maxOpenPerAsker = Limits.MAX_OPEN_REQUESTS;
    int maxOpenPerInstance = Limits.MAX_OPEN_REQUESTS;
    /** 0 before the first record, and where a record of an older schema has no grace. Then no service is expected back. */
    int rejoinGraceMs;
    long rejoinServiceBytes;
    long rejoinTotalBytes;
    boolean recorded;

    void take(final SettingsInput in) {
        defaultTimeoutMs = Math.max(1, in.defaultTimeoutMs);
        drainMs = Math.max(0, in.drainMs);
        duplicateWindowMs = Math.max(0, in.duplicateWindowMs);
        maxEndedIds = Math.max(0, in.maxEndedIds);
        maxOpenPerAsker = Math.max(0, in.maxOpenPerAsker);
        maxOpenPerInstance = Math.max(0, in.maxOpenPerInstance);
        rejoinGraceMs = Math.max(0, in.rejoinGraceMs);
        rejoinServiceBytes = rejoinGraceMs == 0 ? 0 : Math.max(0, in.rejoinServiceBytes);
        rejoinTotalBytes = rejoinGraceMs == 0 ? 0 : Math.max(0, in.rejoinTotalBytes);
        recorded = true;
    }

    void copyTo(final SettingsInput out) {
        out.defaultTimeoutMs = defaultTimeoutMs;
        out.drainMs = drainMs;
        out.duplicateWindowMs = duplicateWindowMs;
        out.maxEndedIds = maxEndedIds;
        out.maxOpenPerAsker = maxOpenPerAsker;
        out.maxOpenPerInstance = maxOpenPerInstance;
        out.rejoinGraceMs = rejoinGraceMs;
        out.rejoinServiceBytes = rejoinServiceBytes;
        out.rejoinTotalBytes = rejoinTotalBytes;
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

    long graceEndNs(final long sinceNs) {
        return later(sinceNs, nanos(rejoinGraceMs));
    }

    /**
     * Returns the hash of the settings. Without a grace it equals the hash from before the grace existed, so that older
     * checkpoints still hold.
     */
    long hash() {
        long hash = Hash64.next(StateHash.SETTINGS, defaultTimeoutMs);
        hash = Hash64.next(hash, drainMs);
        hash = Hash64.next(hash, duplicateWindowMs);
        hash = Hash64.next(hash, maxEndedIds);
        hash = Hash64.next(hash, maxOpenPerAsker);
        hash = Hash64.next(hash, maxOpenPerInstance);
        if (rejoinGraceMs > 0) {
            hash = Hash64.next(hash, rejoinGraceMs);
            hash = Hash64.next(hash, rejoinServiceBytes);
            hash = Hash64.next(hash, rejoinTotalBytes);
        }
        return Hash64.mix(Hash64.next(hash, recorded ? 1 : 0));
    }

    private static long nanos(final long ms) {
        return ms > Long.MAX_VALUE / NS_PER_MS ? Long.MAX_VALUE : ms * NS_PER_MS;
    }

    private static long later(final long nowNs, final long durationNs) {
        return nowNs > Long.MAX_VALUE - durationNs ? Long.MAX_VALUE : nowNs + durationNs;
    }
}
