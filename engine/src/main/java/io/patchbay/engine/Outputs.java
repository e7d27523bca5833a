package io.patchbay.engine;

import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.DirectBuffer;

/**
 * Everything that the engine can say. It calls these methods on its own thread, while it applies one record, in the order in
 * which receivers must see the effects. Implementations encode at once and keep nothing: arguments hold only during the call.
 * They must not throw, block, or call back into the engine.
 *
 * <p>A method that names one receiver is for that instance alone; an event is for {@link Audience}: the implementation asks
 * it, or the instances' gateways do, so that an event is encoded once.
 */
public interface Outputs {
    /**
     * A record is about to be applied. All that follows until {@link #end()} carries this index and this time.
     *
     * @param index  of the record.
     * @param timeNs engine time with this record, epoch nanoseconds.
     */
    void begin(long index, long timeNs);

    /**
     * The record has been applied.
     */
    void end();

    /**
     * An instance is registered; it is to be told with what is available now.
     *
     * @param instance that registered.
     * @param registry as it is now, the instance included.
     */
    void registered(Instance instance, Registry registry);

    /**
     * The frame that this record holds is in the journal, and its sender wants to know.
     *
     * @param to    the sender.
     * @param hasId whether the frame had an id.
     * @param idHi  upper half.
     * @param idLo  lower half.
     */
    void accepted(Instance to, boolean hasId, long idHi, long idLo);

    /**
     * A frame was not acted on.
     *
     * @param to    its sender.
     * @param code  why.
     * @param hasId whether the frame had an id.
     * @param idHi  upper half.
     * @param idLo  lower half.
     * @param text  for a person; a constant.
     */
    void error(Instance to, ErrorCode code, boolean hasId, long idHi, long idLo, String text);

    /**
     * A request, or a one-way message (empty responder), is routed: with its own record, or, where it waited for a service that
     * was expected back, with a registration. Its own index is in the message.
     *
     * @param to         the chosen instance.
     * @param from       the sender, which may have left where the message waited.
     * @param message    as recorded.
     * @param deadlineNs epoch nanoseconds; for a one-way message too, though nothing waits for it.
     */
    void message(Instance to, Instance from, MessageInput message, long deadlineNs);

    /**
     * A message waits: nobody can take it now, but its service is expected back. It is routed or ends later. Nobody need be
     * told: this is for the replay tool's trace and for statistics.
     *
     * @param from       the sender.
     * @param message    as recorded; empty responder = one-way.
     * @param deadlineNs epoch nanoseconds.
     */
    default void waiting(final Instance from, final MessageInput message, final long deadlineNs) {
    }

    /**
     * An open request is answered; with {@code more} it stays open.
     *
     * @param to        the asker, or null where it has left.
     * @param from      who answers.
     * @param reply     as recorded.
     * @param responder of the request.
     * @param request   index of the request.
     */
    void reply(Instance to, Instance from, ReplyInput reply, DirectBuffer responder, long request);

    /**
     * Event service-connect, for all who hear it but the instance itself.
     *
     * @param instance that registered.
     */
    void serviceConnect(Instance instance);

    /**
     * Event service-online, after the service-connect of the first instance.
     *
     * @param instance the first of its name.
     */
    void serviceOnline(Instance instance);

    /**
     * Event service-disconnect. The instance is no longer in the registry.
     *
     * @param instance that is gone.
     * @param reason   why.
     */
    void serviceDisconnect(Instance instance, DisconnectReason reason);

    /**
     * Event service-offline, after the service-disconnect of the last instance.
     *
     * @param instance the last of its name.
     * @param reason   why it went.
     */
    void serviceOffline(Instance instance, DisconnectReason reason);

    /**
     * Event broadcast-message, for every service instance and every consumer that listens for it, but the sender.
     *
     * @param from      the sender.
     * @param broadcast as recorded.
     */
    void broadcastMessage(Instance from, BroadcastInput broadcast);

    /**
     * Event unhandled-message, for the sender of the message and for all who listen for it.
     *
     * @param unhandled a view, reused.
     */
    void unhandledMessage(Unhandled unhandled);

    /**
     * A custom event, for all who listen for {@code name:event} or {@code name:*}, but the sender.
     *
     * @param from the sender; its name is the first part.
     * @param emit as recorded.
     */
    void customEvent(Instance from, EmitInput emit);

    /**
     * Answer to a services query.
     *
     * @param to       the asker.
     * @param registry as it is now.
     * @param service  the one that was asked for, empty = all.
     */
    void services(Instance to, Registry registry, DirectBuffer service);

    /**
     * Answer to a status query.
     *
     * @param to     the asker.
     * @param idHi   upper half of the message's id.
     * @param idLo   lower half.
     * @param status what became of it.
     * @param reason where unhandled, otherwise null.
     * @param ended  index of the record that ended it, 0 where it has not ended or is unknown.
     */
    void status(Instance to, long idHi, long idLo, RequestStatus status, UnhandledReason reason, long ended);

    /**
     * The gateway is to say disconnect to this instance and close its connection.
     *
     * @param instance which has just left the registry, or is about to.
     * @param reason   why.
     */
    void disconnect(Instance instance, DisconnectReason reason);

    /**
     * A message ended. Nobody need be told: this is for the replay tool's trace and for statistics.
     *
     * @param request index of the message.
     * @param idHi    upper half of its id.
     * @param idLo    lower half.
     * @param status  replied or unhandled.
     * @param reason  where unhandled, otherwise null.
     */
    default void ended(final long request, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason) {
    }

    /**
     * An instance, service or consumer, has left the registry. Nobody need be told: this is for hosts that hold something for it.
     * Comes after its service-disconnect and service-offline, before its open requests end.
     *
     * @param instance that is gone.
     * @param reason   why.
     */
    default void left(final Instance instance, final DisconnectReason reason) {
    }
}
