package io.patchbay.host;

import io.patchbay.delivery.AeronLink;
import io.patchbay.engine.Engine;
import io.patchbay.engine.Outputs;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.journal.DataDirectory;
import io.patchbay.journal.Journal;
import io.patchbay.protocol.Limits;
import io.patchbay.snapshot.Snapshots;

import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.util.Objects;
import java.util.function.Function;

/**
 * Settings of an {@link EngineAgent}, filled in by whoever composes a process, then {@link #conclude()}d once, by the agent.
 */
public final class EngineHostContext {
    private DataDirectory dataDirectory;
    private Journal journal;
    private AeronLink link;
    private Function<Outputs, Engine> engine = Engine::new;
    private SettingsInput settings = defaults();
    private Durability durability = Durability.NONE;
    private int maxFrameBytes = Limits.MAX_FRAME_DEFAULT_BYTES;
    private long windowBytes = Limits.WINDOW_BYTES;
    private long windowTotalBytes = Limits.WINDOW_TOTAL_BYTES;
    private NanoClock nanoClock = SystemNanoClock.INSTANCE;
    private int pollLimit = 64;
    private int checkpointRecords = Limits.CHECKPOINT_RECORDS;
    private Snapshots snapshots;
    private boolean isConcluded;

    /**
     * Where the gateways' slots are. The caller holds its engine lock.
     *
     * @param value an open data directory.
     * @return this.
     */
    public EngineHostContext dataDirectory(final DataDirectory value) {
        dataDirectory = value;
        return this;
    }

    /**
     * Where the gateways' slots are. The caller holds its engine lock.
     *
     * @return an open data directory.
     */
    public DataDirectory dataDirectory() {
        return dataDirectory;
    }

    /**
     * The journal, open for writing.
     *
     * @param value closed by its owner, after the agent.
     * @return this.
     */
    public EngineHostContext journal(final Journal value) {
        journal = value;
        return this;
    }

    /**
     * The journal, open for writing.
     *
     * @return closed by its owner, after the agent.
     */
    public Journal journal() {
        return journal;
    }

    /**
     * What the agent tells its own turns by. A thread that reads the clock once a duty cycle may give what it read. Times of
     * records and deadlines come from the journal's clock.
     *
     * @param value default: the system's.
     * @return this.
     */
    public EngineHostContext nanoClock(final NanoClock value) {
        nanoClock = value;
        return this;
    }

    /**
     * What the agent tells its own turns by.
     *
     * @return the clock.
     */
    public NanoClock nanoClock() {
        return nanoClock;
    }

    /**
     * The connection to the media driver, of the agent's thread.
     *
     * @param value closed by its owner, after the agent.
     * @return this.
     */
    public EngineHostContext link(final AeronLink value) {
        link = value;
        return this;
    }

    /**
     * The connection to the media driver, of the agent's thread.
     *
     * @return closed by its owner, after the agent.
     */
    public AeronLink link() {
        return link;
    }

    /**
     * Makes the engine that speaks to these outputs; called again whenever the fold begins anew. A test may wrap the outputs.
     *
     * @param value default: makes an engine.
     * @return this.
     */
    public EngineHostContext engine(final Function<Outputs, Engine> value) {
        engine = value;
        return this;
    }

    /**
     * Makes the engine.
     *
     * @return the maker.
     */
    public Function<Outputs, Engine> engine() {
        return engine;
    }

    /**
     * Snapshots of the journal, from the newest of which that can be used a fold begins.
     *
     * @param value null, the default: each fold begins at the start of the journal.
     * @return this.
     */
    public EngineHostContext snapshots(final Snapshots value) {
        snapshots = value;
        return this;
    }

    /**
     * Snapshots of the journal.
     *
     * @return null where there are none.
     */
    public Snapshots snapshots() {
        return snapshots;
    }

    /**
     * Settings that decide; recorded where the journal has others.
     *
     * @param value default: those of Limits.
     * @return this.
     */
    public EngineHostContext settings(final SettingsInput value) {
        settings = value;
        return this;
    }

    /**
     * Settings that decide; recorded where the journal has others.
     *
     * @return default: those of Limits.
     */
    public SettingsInput settings() {
        return settings;
    }

    /**
     * Setting {@code --sync}.
     *
     * @param value default none.
     * @return this.
     */
    public EngineHostContext durability(final Durability value) {
        durability = value;
        return this;
    }

    /**
     * Setting {@code --sync}.
     *
     * @return default none.
     */
    public Durability durability() {
        return durability;
    }

    /**
     * Setting {@code --max-frame}.
     *
     * @param value bytes.
     * @return this.
     */
    public EngineHostContext maxFrameBytes(final int value) {
        maxFrameBytes = value;
        return this;
    }

    /**
     * Setting {@code --max-frame}.
     *
     * @return bytes.
     */
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    /**
     * Setting {@code --window}.
     *
     * @param value bytes that may wait for one Aeron instance.
     * @return this.
     */
    public EngineHostContext windowBytes(final long value) {
        windowBytes = value;
        return this;
    }

    /**
     * Setting {@code --window}.
     *
     * @return bytes that may wait for one Aeron instance.
     */
    public long windowBytes() {
        return windowBytes;
    }

    /**
     * Setting {@code --window-total}.
     *
     * @param value bytes that may wait for all Aeron instances, and for any one gateway.
     * @return this.
     */
    public EngineHostContext windowTotalBytes(final long value) {
        windowTotalBytes = value;
        return this;
    }

    /**
     * Setting {@code --window-total}.
     *
     * @return bytes that may wait for all Aeron instances, and for any one gateway.
     */
    public long windowTotalBytes() {
        return windowTotalBytes;
    }

    /**
     * Records applied in one duty cycle while live.
     *
     * @param value 1 or more, default 64.
     * @return this.
     */
    public EngineHostContext pollLimit(final int value) {
        pollLimit = value;
        return this;
    }

    /**
     * Records applied in one duty cycle while live.
     *
     * @return 1 or more, default 64.
     */
    public int pollLimit() {
        return pollLimit;
    }

    /**
     * Records between two checkpoints.
     *
     * @param value default as in Limits.
     * @return this.
     */
    public EngineHostContext checkpointRecords(final int value) {
        checkpointRecords = value;
        return this;
    }

    /**
     * Records between two checkpoints.
     *
     * @return default as in Limits.
     */
    public int checkpointRecords() {
        return checkpointRecords;
    }

    private static SettingsInput defaults() {
        final SettingsInput settings = new SettingsInput();
        settings.defaultTimeoutMs = Limits.DEFAULT_TIMEOUT_MS;
        settings.drainMs = Limits.DRAIN_MS;
        settings.duplicateWindowMs = Limits.DUPLICATE_WINDOW_MS;
        settings.maxEndedIds = Limits.MAX_ENDED_IDS;
        settings.maxOpenPerAsker = Limits.MAX_OPEN_REQUESTS;
        settings.maxOpenPerInstance = Limits.MAX_OPEN_REQUESTS;
        settings.rejoinGraceMs = Limits.REJOIN_GRACE_MS;
        settings.rejoinServiceBytes = Limits.rejoinServiceBytes(Limits.WINDOW_BYTES);
        settings.rejoinTotalBytes = Limits.rejoinTotalBytes(Limits.WINDOW_TOTAL_BYTES);
        return settings;
    }

    /**
     * Checks the settings.
     *
     * @return this.
     * @throws IllegalStateException when it was concluded before.
     */
    EngineHostContext conclude() {
        if (isConcluded) {
            throw new IllegalStateException("concluded before");
        }
        isConcluded = true;
        Objects.requireNonNull(dataDirectory, "dataDirectory");
        Objects.requireNonNull(journal, "journal");
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(engine, "engine");
        if (pollLimit < 1 || checkpointRecords < 1) {
            throw new IllegalArgumentException("pollLimit " + pollLimit + ", checkpointRecords " + checkpointRecords);
        }
        return this;
    }
}
