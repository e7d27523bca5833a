package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;

/**
 * Every setting that can change a decision; written at start and at each change.
 */
public final class SettingsInput extends Input {
    /** Deadline of a message that names none. */
    public int defaultTimeoutMs;
    /** Longest time from unregister to disconnect. */
    public int drainMs;
    /** How long an ended id is remembered. */
    public long duplicateWindowMs;
    /** How many ended ids are remembered. */
    public int maxEndedIds;
    /** Open requests of one asker. */
    public int maxOpenPerAsker;
    /** Open requests of one instance. */
    public int maxOpenPerInstance;
    /** How long a service that went offline because of the server is expected back; 0 = not at all. */
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
