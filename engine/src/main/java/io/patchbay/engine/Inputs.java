package io.patchbay.engine;

import io.patchbay.engine.input.AuthorizedInput;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.ClockLeapInput;
import io.patchbay.engine.input.DeliveryFailedInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.GatewayStartedInput;
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

/**
 * Everything that can happen, one method for each kind of record. The journal's writer implements it by appending, the
 * engine by applying; a reader, a simulator or a test calls it. The carriers belong to the caller and hold only during the call.
 */
public interface Inputs {
    /**
     * Every setting that can change a decision; written at start and at each change.
     *
     * @param in the record.
     */
    void settings(SettingsInput in);

    /**
     * A gateway started; its id is the index of this record.
     *
     * @param in the record.
     */
    void gatewayStarted(GatewayStartedInput in);

    /**
     * A gateway is gone; whatever it still had registered ends.
     *
     * @param in the record.
     */
    void gatewayLost(GatewayLostInput in);

    /**
     * A connection said its first authorize or register. A session's number is the index of this record.
     *
     * @param in the record.
     */
    void sessionOpened(SessionOpenedInput in);

    /**
     * A connection ended; its instance, if it is still there, goes with it.
     *
     * @param in the record.
     */
    void sessionClosed(SessionClosedInput in);

    /**
     * A token was right.
     *
     * @param in the record.
     */
    void authorized(AuthorizedInput in);

    /**
     * Something was refused for want of a right, written for the audit only. Never holds a token.
     *
     * @param in the record.
     */
    void refused(RefusedInput in);

    /**
     * An instance registered; its id is the index of this record.
     *
     * @param in the record.
     */
    void registration(RegistrationInput in);

    /**
     * A message to service[@version]:method.
     *
     * @param in the record.
     */
    void message(MessageInput in);

    /**
     * A reply to a request.
     *
     * @param in the record.
     */
    void reply(ReplyInput in);

    /**
     * A broadcast.
     *
     * @param in the record.
     */
    void broadcast(BroadcastInput in);

    /**
     * A custom event.
     *
     * @param in the record.
     */
    void emit(EmitInput in);

    /**
     * A query for what is there.
     *
     * @param in the record.
     */
    void services(ServicesInput in);

    /**
     * A query for what became of a message.
     *
     * @param in the record.
     */
    void status(StatusInput in);

    /**
     * An instance leaves.
     *
     * @param in the record.
     */
    void unregister(UnregisterInput in);

    /**
     * Time passed: written when a deadline or a drain is due.
     *
     * @param in the record.
     */
    void tick(TickInput in);

    /**
     * A request was not handed over since its deadline had passed by the host's clock.
     *
     * @param in the record.
     */
    void withheld(WithheldInput in);

    /**
     * The host gave up on a receiver: the instance ends with this reason.
     *
     * @param in the record.
     */
    void deliveryFailed(DeliveryFailedInput in);

    /**
     * The state hash right after an earlier record, to verify replays against.
     *
     * @param in the record.
     */
    void checkpoint(CheckpointInput in);

    /**
     * The machine's wall clock leapt: only time passes.
     *
     * @param in the record.
     */
    void clockLeap(ClockLeapInput in);
}
