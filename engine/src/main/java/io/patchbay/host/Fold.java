package io.patchbay.host;

import io.patchbay.delivery.Delivery;
import io.patchbay.delivery.FrameMarks;
import io.patchbay.engine.Engine;
import io.patchbay.engine.input.AuthorizedInput;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.ClockLeapInput;
import io.patchbay.engine.input.DeliveryFailedInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.Inputs;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RefusedInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.ServicesInput;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.engine.input.SessionOpenedInput;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.engine.input.StatusInput;
import io.patchbay.engine.input.TickInput;
import io.patchbay.engine.input.UnregisterInput;
import io.patchbay.engine.input.WithheldInput;
import io.patchbay.engine.slot.GatewayState;

/**
 * One fold: it passes each record of the journal to an engine, then updates delivery and the {@link GatewayWatch}. The
 * {@link EngineAgent} creates one whenever a fold begins.
 */
final class Fold implements Inputs {
    private final Engine engine;
    private final Delivery delivery;
    private final GatewayWatch watch;
    private final long knownIndex;
    private long checkpointedRecords;
    private boolean isCatchingUp = true;

    /**
     * Creates a fold. {@code knownIndex} is the last index of the journal when the gateways were asked: a gateway that started
     * before it has answered, if it is alive.
     */
    Fold(final Engine engine, final Delivery delivery, final GatewayWatch watch, final long knownIndex) {
        this.engine = engine;
        this.delivery = delivery;
        this.watch = watch;
        this.knownIndex = knownIndex;
        watch.clear();
        delivery.beginFold(engine.registry());
    }

    /** Begins the fold at a snapshot, whose state the engine has. */
    void resume(final FrameMarks marks, final boolean isReceived) {
        for (final GatewayState gateway : engine.gateways()) {
            watch.onStarted(gateway.id(), gateway.slot());
            delivery.gatewayStarted(gateway.id(), gateway.slot(), isReceived && mayLive(gateway.id(), gateway.slot()));
        }
        delivery.resumeFold(engine.index(), engine.timeNs(), marks);
        checkpointedRecords = engine.records();
    }

    Engine engine() {
        return engine;
    }

    /** Returns the number of records up to the last checkpoint. */
    long checkpointedRecords() {
        return checkpointedRecords;
    }

    /** Returns whether the journal's last settings record equals these settings. */
    boolean hasSettings(final SettingsInput wanted) {
        final SettingsInput settings = new SettingsInput();
        engine.settingsTo(settings);
        return engine.hasSettings()
            && settings.defaultTimeoutMs == wanted.defaultTimeoutMs && settings.drainMs == wanted.drainMs
            && settings.duplicateWindowMs == wanted.duplicateWindowMs && settings.maxEndedIds == wanted.maxEndedIds
            && settings.maxOpenPerAsker == wanted.maxOpenPerAsker && settings.maxOpenPerInstance == wanted.maxOpenPerInstance
            && settings.rejoinGraceMs == wanted.rejoinGraceMs && (settings.rejoinGraceMs == 0
            || settings.rejoinServiceBytes == wanted.rejoinServiceBytes && settings.rejoinTotalBytes == wanted.rejoinTotalBytes);
    }

    boolean isCatchingUp() {
        return isCatchingUp;
    }

    /** Ends the catching up: the end of the journal is reached, and the fold is live from now on. */
    void caughtUp() {
        isCatchingUp = false;
        delivery.endFold();
    }

    @Override
    public void settings(final SettingsInput in) {
        engine.settings(in);
    }

    @Override
    public void gatewayStarted(final GatewayStartedInput in) {
        engine.gatewayStarted(in);
        watch.onStarted(in.index, in.slot);
        delivery.gatewayStarted(in.index, in.slot, mayLive(in.index, in.slot));
    }

    @Override
    public void gatewayLost(final GatewayLostInput in) {
        engine.gatewayLost(in);
        final boolean mustNotify = !in.orderly && watch.hasSlot(in.gateway);
        watch.onLost(in.gateway);
        delivery.gatewayLost(in.gateway, mustNotify);
    }

    @Override
    public void sessionOpened(final SessionOpenedInput in) {
        engine.sessionOpened(in);
    }

    @Override
    public void sessionClosed(final SessionClosedInput in) {
        engine.sessionClosed(in);
        if (in.instance != 0) {
            delivery.instanceGone(in.instance);
        }
    }

    @Override
    public void authorized(final AuthorizedInput in) {
        engine.authorized(in);
    }

    @Override
    public void refused(final RefusedInput in) {
        engine.refused(in);
    }

    @Override
    public void registration(final RegistrationInput in) {
        engine.registration(in);
    }

    @Override
    public void message(final MessageInput in) {
        engine.message(in);
    }

    @Override
    public void reply(final ReplyInput in) {
        engine.reply(in);
    }

    @Override
    public void broadcast(final BroadcastInput in) {
        engine.broadcast(in);
    }

    @Override
    public void emit(final EmitInput in) {
        engine.emit(in);
    }

    @Override
    public void services(final ServicesInput in) {
        engine.services(in);
    }

    @Override
    public void status(final StatusInput in) {
        engine.status(in);
    }

    @Override
    public void unregister(final UnregisterInput in) {
        engine.unregister(in);
    }

    @Override
    public void tick(final TickInput in) {
        engine.tick(in);
    }

    @Override
    public void withheld(final WithheldInput in) {
        engine.withheld(in);
    }

    @Override
    public void deliveryFailed(final DeliveryFailedInput in) {
        engine.deliveryFailed(in);
        delivery.instanceGone(in.instance);
    }

    @Override
    public void checkpoint(final CheckpointInput in) {
        engine.checkpoint(in);
        checkpointedRecords = in.records;
    }

    @Override
    public void clockLeap(final ClockLeapInput in) {
        engine.clockLeap(in);
    }

    /**
     * Returns whether a gateway may be alive. A gateway that started before the gateways were asked and has not answered is dead,
     * unless it holds its slot.
     */
    private boolean mayLive(final long gateway, final int slot) {
        return watch.hasSlot(gateway, slot) || gateway > knownIndex && watch.lives(gateway, slot);
    }
}
