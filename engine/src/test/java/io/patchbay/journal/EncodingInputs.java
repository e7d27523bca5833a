package io.patchbay.journal;

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
import io.patchbay.journal.record.RecordWriter;

/**
 * Encodes each input that it is called with, without a journal.
 */
public final class EncodingInputs implements Inputs {
    private final RecordWriter record;

    public EncodingInputs(final RecordWriter record) {
        this.record = record;
    }

    @Override
    public void settings(final SettingsInput in) {
        record.begin(in);
        record.settings(in);
    }

    @Override
    public void gatewayStarted(final GatewayStartedInput in) {
        record.begin(in);
        record.gatewayStarted(in);
    }

    @Override
    public void gatewayLost(final GatewayLostInput in) {
        record.begin(in);
        record.gatewayLost(in);
    }

    @Override
    public void sessionOpened(final SessionOpenedInput in) {
        record.begin(in);
        record.sessionOpened(in);
    }

    @Override
    public void sessionClosed(final SessionClosedInput in) {
        record.begin(in);
        record.sessionClosed(in);
    }

    @Override
    public void authorized(final AuthorizedInput in) {
        record.begin(in);
        record.authorized(in);
    }

    @Override
    public void refused(final RefusedInput in) {
        record.begin(in);
        record.refused(in);
    }

    @Override
    public void registration(final RegistrationInput in) {
        record.begin(in);
        record.registration(in);
    }

    @Override
    public void message(final MessageInput in) {
        record.begin(in);
        record.message(in);
    }

    @Override
    public void reply(final ReplyInput in) {
        record.begin(in);
        record.reply(in);
    }

    @Override
    public void broadcast(final BroadcastInput in) {
        record.begin(in);
        record.broadcast(in);
    }

    @Override
    public void emit(final EmitInput in) {
        record.begin(in);
        record.emit(in);
    }

    @Override
    public void services(final ServicesInput in) {
        record.begin(in);
        record.services(in);
    }

    @Override
    public void status(final StatusInput in) {
        record.begin(in);
        record.status(in);
    }

    @Override
    public void unregister(final UnregisterInput in) {
        record.begin(in);
        record.unregister(in);
    }

    @Override
    public void tick(final TickInput in) {
        record.begin(in);
    }

    @Override
    public void withheld(final WithheldInput in) {
        record.begin(in);
        record.withheld(in);
    }

    @Override
    public void deliveryFailed(final DeliveryFailedInput in) {
        record.begin(in);
        record.deliveryFailed(in);
    }

    @Override
    public void checkpoint(final CheckpointInput in) {
        record.begin(in);
        record.checkpoint(in);
    }

    @Override
    public void clockLeap(final ClockLeapInput in) {
        record.begin(in);
        record.clockLeap(in);
    }
}
