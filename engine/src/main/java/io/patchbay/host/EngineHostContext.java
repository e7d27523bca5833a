package io.patchbay.host;

import io.patchbay.aeron.DriverLink;
import io.patchbay.data.GatewaySlots;
import io.patchbay.delivery.Delivery;
import io.patchbay.delivery.DeliveryContext;
import io.patchbay.engine.Engine;
import io.patchbay.engine.Outputs;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.journal.RecordLog;
import io.patchbay.protocol.Limits;
import io.patchbay.snapshot.SnapshotStore;

import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.util.Objects;
import java.util.function.Function;

/**
 * Settings of an {@link EngineAgent}. The code that composes a process fills them in; the agent calls {@link #conclude()} once.
 */
public final class EngineHostContext {
    private GatewaySlots slots;
    private RecordLog journal;
    private DriverLink link;
    private Function<Outputs, Engine> engine = Engine::new;
    private Function<DeliveryContext, Delivery> delivery = Delivery::new;
    private SettingsInput settings = defaults();
    private Durability durability = Durability.NONE;
    private int maxFrameBytes = Limits.MAX_FRAME_DEFAULT_BYTES;
    private long windowBytes = Limits.WINDOW_BYTES;
    private long windowTotalBytes = Limits.WINDOW_TOTAL_BYTES;
    private NanoClock nanoClock = SystemNanoClock.INSTANCE;
    private int pollLimit = 64;
    private int checkpointRecords = Limits.CHECKPOINT_RECORDS;
    private SnapshotStore snapshots;
    private boolean isConcluded;

    /**
     * Sets the slots of the gateways. The caller holds the engine lock of their data directory.
     *
     * @param value an open data directory.
     * @return this.
     */
    public EngineHostContext slots(final GatewaySlots value) {
        slots = value;
        return this;
    }

    /**
     * Returns the slots of the gateways.
     *
     * @return an open data directory.
     */
    public GatewaySlots slots() {
        return slots;
    }

    /**
     * Sets the journal, open for writing.
     *
     * @param value closed by its owner, after the agent.
     * @return this.
     */
    public EngineHostContext journal(final RecordLog value) {
        journal = value;
        return this;
    }

    /**
     * Returns the journal, open for writing.
     *
     * @return closed by its owner, after the agent.
     */
    public RecordLog journal() {
        return journal;
    }

    /**
     * Sets the clock that paces the agent's periodic work. A thread that reads the clock once a duty cycle may pass the time that
     * it read. Times of records and deadlines come from the journal's clock.
     *
     * @param value default: the system's clock.
     * @return this.
     */
    public EngineHostContext nanoClock(final NanoClock value) {
        nanoClock = value;
        return this;
    }

    /**
     * Returns the clock that paces the agent's periodic work.
     *
     * @return the clock.
     */
    public NanoClock nanoClock() {
        return nanoClock;
    }

    /**
     * Sets the connection to the media driver, which belongs to the agent's thread.
     *
     * @param value closed by its owner, after the agent.
     * @return this.
     */
    public EngineHostContext link(final DriverLink value) {
        link = value;
        return this;
    }

    /**
     * Returns the connection to the media driver, which belongs to the agent's thread.
     *
     * @return closed by its owner, after the agent.
     */
    public DriverLink link() {
        return link;
    }

    /**
     * Sets the function that creates the engine's end of the streams.
     *
     * @param value default: the constructor of {@link Delivery}.
     * @return this.
     */
    public EngineHostContext delivery(final Function<DeliveryContext, Delivery> value) {
        delivery = value;
        return this;
    }

    Function<DeliveryContext, Delivery> delivery() {
        return delivery;
    }

    /**
     * Sets the function that creates an engine with given outputs. It is called for each fold. A test may wrap the outputs.
     *
     * @param value default: the engine's constructor.
     * @return this.
     */
    public EngineHostContext engine(final Function<Outputs, Engine> value) {
        engine = value;
        return this;
    }

    /**
     * Returns the function that creates an engine with given outputs.
     *
     * @return the function.
     */
    public Function<Outputs, Engine> engine() {
        return engine;
    }

    /**
     * Sets the snapshots of the journal. A fold begins at the newest one that can be used.
     *
     * @param value snapshots; null, the default: each fold begins at the start of the journal.
     * @return this.
     */
    public EngineHostContext snapshots(final SnapshotStore value) {
        snapshots = value;
        return this;
    }

    /**
     * Returns the snapshots of the journal.
     *
     * @return null where there are none.
     */
    public SnapshotStore snapshots() {
        return snapshots;
    }

    /**
     * Sets the settings that decisions depend on. They are recorded if the journal's last ones differ.
     *
     * @param value default: those of {@link Limits}.
     * @return this.
     */
    public EngineHostContext settings(final SettingsInput value) {
        settings = value;
        return this;
    }

    /**
     * Returns the settings that decisions depend on.
     *
     * @return the settings.
     */
    public SettingsInput settings() {
        return settings;
    }

    /**
     * Sets the durability, option {@code --sync}.
     *
     * @param value default: none.
     * @return this.
     */
    public EngineHostContext durability(final Durability value) {
        durability = value;
        return this;
    }

    /**
     * Returns the durability, option {@code --sync}.
     *
     * @return the durability.
     */
    public Durability durability() {
        return durability;
    }

    /**
     * Sets the largest size of a frame, option {@code --max-frame}.
     *
     * @param value bytes.
     * @return this.
     */
    public EngineHostContext maxFrameBytes(final int value) {
        maxFrameBytes = value;
        return this;
    }

    /**
     * Returns the largest size of a frame, option {@code --max-frame}.
     *
     * @return bytes.
     */
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    /**
     * Sets the window of an Aeron instance, option {@code --window}.
     *
     * @param value bytes that may wait for one Aeron instance.
     * @return this.
     */
    public EngineHostContext windowBytes(final long value) {
        windowBytes = value;
        return this;
    }

    /**
     * Returns the window of an Aeron instance, option {@code --window}.
     *
     * @return bytes that may wait for one Aeron instance.
     */
    public long windowBytes() {
        return windowBytes;
    }

    /**
     * Sets the window of all receivers, option {@code --window-total}.
     *
     * @param value bytes that may wait for all Aeron instances, and for any one gateway.
     * @return this.
     */
    public EngineHostContext windowTotalBytes(final long value) {
        windowTotalBytes = value;
        return this;
    }

    /**
     * Returns the window of all receivers, option {@code --window-total}.
     *
     * @return bytes that may wait for all Aeron instances, and for any one gateway.
     */
    public long windowTotalBytes() {
        return windowTotalBytes;
    }

    /**
     * Sets how many records are applied in one duty cycle while live.
     *
     * @param value 1 or more, default 64.
     * @return this.
     */
    public EngineHostContext pollLimit(final int value) {
        pollLimit = value;
        return this;
    }

    /**
     * Returns how many records are applied in one duty cycle while live.
     *
     * @return 1 or more.
     */
    public int pollLimit() {
        return pollLimit;
    }

    /**
     * Sets the number of records between two checkpoints.
     *
     * @param value 1 or more; default: that of {@link Limits}.
     * @return this.
     */
    public EngineHostContext checkpointRecords(final int value) {
        checkpointRecords = value;
        return this;
    }

    /**
     * Returns the number of records between two checkpoints.
     *
     * @return 1 or more.
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
     * Checks the settings. Called once, by the agent.
     *
     * @return this.
     * @throws IllegalStateException if it was called before.
     */
    EngineHostContext conclude() {
        if (isConcluded) {
            throw new IllegalStateException("EngineHostContext is already in use by an agent: give each agent its own");
        }
        isConcluded = true;
        Objects.requireNonNull(slots, "slots");
        Objects.requireNonNull(journal, "journal");
        Objects.requireNonNull(link, "link");
        Objects.requireNonNull(engine, "engine");
        if (pollLimit < 1 || checkpointRecords < 1) {
            throw new IllegalArgumentException("pollLimit " + pollLimit + " and checkpointRecords " + checkpointRecords
                + " must be 1 or more");
        }
        return this;
    }
}
