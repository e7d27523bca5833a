package io.patchbay.simulation;

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

/** Passes all records on. A subclass changes some. */
class ForwardingInputs implements Inputs {
    private final Inputs next;

    ForwardingInputs(final Inputs next) {
        this.next = next;
    }

    @Override
    public void settings(final SettingsInput in) {
        next.settings(in);
    }

    @Override
    public void gatewayStarted(final GatewayStartedInput in) {
        next.gatewayStarted(in);
    }

    @Override
    public void gatewayLost(final GatewayLostInput in) {
        next.gatewayLost(in);
    }

    @Override
    public void sessionOpened(final SessionOpenedInput in) {
        next.sessionOpened(in);
    }

    @Override
    public void sessionClosed(final SessionClosedInput in) {
        next.sessionClosed(in);
    }

    @Override
    public void authorized(final AuthorizedInput in) {
        next.authorized(in);
    }

    @Override
    public void refused(final RefusedInput in) {
        next.refused(in);
    }

    @Override
    public void registration(final RegistrationInput in) {
        next.registration(in);
    }

    @Override
    public void message(final MessageInput in) {
        next.message(in);
    }

    @Override
    public void reply(final ReplyInput in) {
        next.reply(in);
    }

    @Override
    public void broadcast(final BroadcastInput in) {
        next.broadcast(in);
    }

    @Override
    public void emit(final EmitInput in) {
        next.emit(in);
    }

    @Override
    public void services(final ServicesInput in) {
        next.services(in);
    }

    @Override
    public void status(final StatusInput in) {
        next.status(in);
    }

    @Override
    public void unregister(final UnregisterInput in) {
        next.unregister(in);
    }

    @Override
    public void tick(final TickInput in) {
        next.tick(in);
    }

    @Override
    public void withheld(final WithheldInput in) {
        next.withheld(in);
    }

    @Override
    public void deliveryFailed(final DeliveryFailedInput in) {
        next.deliveryFailed(in);
    }

    @Override
    public void checkpoint(final CheckpointInput in) {
        next.checkpoint(in);
    }

    @Override
    public void clockLeap(final ClockLeapInput in) {
        next.clockLeap(in);
    }
}
