package io.patchbay.engine.input;



/**
 * Everything that can happen to the engine, with one method for each kind of record. The journal's writer implements it by
 * appending, the engine by applying. Gateways, readers, simulations and tests call it. A carrier belongs to the caller and is
 * valid only during the call.
 */
public interface Inputs {
    /**
     * Handles the settings that decisions depend on. They are recorded at start and at each change.
     *
     * @param in the record.
     */
    void settings(SettingsInput in);

    /**
     * Handles the start of a gateway, whose id is the index of this record.
     *
     * @param in the record.
     */
    void gatewayStarted(GatewayStartedInput in);

    /**
     * Handles the loss of a gateway. The instances that are still registered through it end.
     *
     * @param in the record.
     */
    void gatewayLost(GatewayLostInput in);

    /**
     * Handles the first authorize or register of a connection. The session's number is the index of this record.
     *
     * @param in the record.
     */
    void sessionOpened(SessionOpenedInput in);

    /**
     * Handles the end of a connection. Its instance, if still registered, leaves.
     *
     * @param in the record.
     */
    void sessionClosed(SessionClosedInput in);

    /**
     * Handles an authorization that succeeded.
     *
     * @param in the record.
     */
    void authorized(AuthorizedInput in);

    /**
     * Handles a refusal for a missing right. It is recorded for the audit only and never holds a token.
     *
     * @param in the record.
     */
    void refused(RefusedInput in);

    /**
     * Handles the registration of an instance, whose id is the index of this record.
     *
     * @param in the record.
     */
    void registration(RegistrationInput in);

    /**
     * Handles a message to {@code service[@version]:method}.
     *
     * @param in the record.
     */
    void message(MessageInput in);

    /**
     * Handles a reply to a request.
     *
     * @param in the record.
     */
    void reply(ReplyInput in);

    /**
     * Handles a broadcast.
     *
     * @param in the record.
     */
    void broadcast(BroadcastInput in);

    /**
     * Handles a custom event.
     *
     * @param in the record.
     */
    void emit(EmitInput in);

    /**
     * Handles a query for the registered services.
     *
     * @param in the record.
     */
    void services(ServicesInput in);

    /**
     * Handles a query for the status of a message.
     *
     * @param in the record.
     */
    void status(StatusInput in);

    /**
     * Handles the unregistering of an instance.
     *
     * @param in the record.
     */
    void unregister(UnregisterInput in);

    /**
     * Handles a tick, which only advances engine time. The host records it when a deadline or a drain is due.
     *
     * @param in the record.
     */
    void tick(TickInput in);

    /**
     * Handles the report that a request was not delivered because its deadline had passed by the host's clock.
     *
     * @param in the record.
     */
    void withheld(WithheldInput in);

    /**
     * Handles the failure of delivery to an instance, which ends with the given reason.
     *
     * @param in the record.
     */
    void deliveryFailed(DeliveryFailedInput in);

    /**
     * Handles a checkpoint: the state hash right after an earlier record, for the verification of replays.
     *
     * @param in the record.
     */
    void checkpoint(CheckpointInput in);

    /**
     * Handles a leap of the machine's wall clock, which only advances engine time.
     *
     * @param in the record.
     */
    void clockLeap(ClockLeapInput in);
}
