package io.patchbay.engine.input;


/**
 * Record of the settings that decisions depend on, written at start and at each change.
 */
public final class SettingsInput extends Input {
    /** Timeout of a message that gives none, in milliseconds. */
    public int defaultTimeoutMs;
    /** Longest time from unregister to disconnect, in milliseconds. */
    public int drainMs;
    /** Time for which an ended id is remembered, in milliseconds. */
    public long duplicateWindowMs;
    /** Largest number of ended ids that are remembered. */
    public int maxEndedIds;
    /** Largest number of open requests of one asker. */
    public int maxOpenPerAsker;
    /** Largest number of open requests of one instance. */
    public int maxOpenPerInstance;
    /** Time for which a service that went offline because of the server is expected back, in milliseconds; 0 = not at all. */
    public int rejoinGraceMs;
    /** Bytes of messages that may wait for one such service. */
    public long rejoinServiceBytes;
    /** Bytes of messages that may wait for all such services together. */
    public long rejoinTotalBytes;

    @Override
    public RecordKind kind() {
        return RecordKind.SETTINGS;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.settings(this);
    }
}
