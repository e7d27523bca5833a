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
 * Everything that can follow from a record. The engine calls these methods on its own thread while it applies one record, in the
 * order in which receivers must see the effects. Implementations encode at once and keep nothing: arguments are valid only during
 * the call. They must not throw, block, or call back into the engine.
 *
 * <p>A method that names one receiver is for that instance alone. An event goes to the instances that {@link Audience} selects:
 * the implementation asks it, or the instances' gateways do. So an event is encoded once.
 */
public interface Outputs {
    /**
     * Begins the outputs of a record. Everything until {@link #end()} has this index and this time.
     *
     * @param index  of the record.
     * @param timeNs engine time with this record, epoch nanoseconds.
     */
    void begin(long index, long timeNs);

    /**
     * Ends the outputs of the record.
     */
    void end();

    /**
     * Sends registered to an instance, with the services that are available now.
     *
     * @param instance that has just registered.
     * @param registry the registry, which includes the instance.
     */
    void registered(Instance instance, Registry registry);

    /**
     * Sends accepted: the frame of this record is in the journal, and its sender asked for an ack.
     *
     * @param to    the sender.
     * @param hasId whether the frame had an id.
     * @param idHi  upper half.
     * @param idLo  lower half.
     */
    void accepted(Instance to, boolean hasId, long idHi, long idLo);

    /**
     * Sends an error: a frame had no effect.
     *
     * @param to    the frame's sender.
     * @param code  the reason.
     * @param hasId whether the frame had an id.
     * @param idHi  upper half.
     * @param idLo  lower half.
     * @param text  an explanation for people; a constant.
     */
    void error(Instance to, ErrorCode code, boolean hasId, long idHi, long idLo, String text);

    /**
     * Delivers a request, or a one-way message (empty responder), to the chosen instance. It is routed with its own record or, if
     * it waited for a service that was expected back, with a registration. The message has its own index.
     *
     * @param to         the chosen instance.
     * @param from       the sender, which may have left if the message waited.
     * @param message    as recorded.
     * @param deadlineNs epoch nanoseconds; for a one-way message too, though nothing waits for it.
     */
    void message(Instance to, Instance from, MessageInput message, long deadlineNs);

    /**
     * Notes that a message waits: no instance can take it now, but its service is expected back. It is routed later, or ends.
     * Nothing is sent; this is for the replay tool's trace and for statistics.
     *
     * @param from       the sender.
     * @param message    as recorded; empty responder = one-way.
     * @param deadlineNs epoch nanoseconds.
     */
    default void waiting(final Instance from, final MessageInput message, final long deadlineNs) {
    }

    /**
     * Delivers a reply to an open request. The request stays open if the reply has {@code more}.
     *
     * @param to        the asker, or null where it has left.
     * @param from      the replying instance.
     * @param reply     as recorded.
     * @param responder of the request.
     * @param request   index of the request.
     */
    void reply(Instance to, Instance from, ReplyInput reply, DirectBuffer responder, long request);

    /**
     * Sends event service-connect to all instances that listen for it, except the instance itself.
     *
     * @param instance that registered.
     */
    void serviceConnect(Instance instance);

    /**
     * Sends event service-online, after the service-connect of the first instance.
     *
     * @param instance the first of its name.
     */
    void serviceOnline(Instance instance);

    /**
     * Sends event service-disconnect. The instance is no longer in the registry.
     *
     * @param instance that has left.
     * @param reason   the reason.
     */
    void serviceDisconnect(Instance instance, DisconnectReason reason);

    /**
     * Sends event service-offline, after the service-disconnect of the last instance.
     *
     * @param instance the last of its name.
     * @param reason   the reason for which it left.
     */
    void serviceOffline(Instance instance, DisconnectReason reason);

    /**
     * Sends event broadcast-message to every service instance and every consumer that listens for it, except the sender.
     *
     * @param from      the sender.
     * @param broadcast as recorded.
     */
    void broadcastMessage(Instance from, BroadcastInput broadcast);

    /**
     * Sends event unhandled-message to the sender of the message and to all instances that listen for it.
     *
     * @param unhandled the message and the reason; reused.
     */
    void unhandledMessage(Unhandled unhandled);

    /**
     * Sends a custom event to all instances that listen for {@code name:event} or {@code name:*}, except the sender.
     *
     * @param from the sender; its name is the first part of the event's name.
     * @param emit as recorded.
     */
    void customEvent(Instance from, EmitInput emit);

    /**
     * Sends the answer to a services query.
     *
     * @param to       the asker.
     * @param registry the registry.
     * @param service  the name that was asked for; empty = all.
     */
    void services(Instance to, Registry registry, DirectBuffer service);

    /**
     * Sends the answer to a status query.
     *
     * @param to     the asker.
     * @param idHi   upper half of the message's id.
     * @param idLo   lower half.
     * @param status the status of the message.
     * @param reason the reason of an unhandled message, otherwise null.
     * @param ended  index of the record that ended the message; 0 if it has not ended or is unknown.
     */
    void status(Instance to, long idHi, long idLo, RequestStatus status, UnhandledReason reason, long ended);

    /**
     * Has the gateway send disconnect to an instance and close its connection.
     *
     * @param instance which has just left the registry, or is about to.
     * @param reason   the reason.
     */
    void disconnect(Instance instance, DisconnectReason reason);

    /**
     * Notes that a message ended. Nothing is sent; this is for the replay tool's trace and for statistics.
     *
     * @param request index of the message.
     * @param idHi    upper half of its id.
     * @param idLo    lower half.
     * @param status  replied or unhandled.
     * @param reason  the reason of an unhandled message, otherwise null.
     */
    default void ended(final long request, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason) {
    }

    /**
     * Notes that an instance, service or consumer, has left the registry. Nothing is sent; this is for hosts that hold resources
     * for it. Called after its service-disconnect and service-offline, and before its open requests end.
     *
     * @param instance that has left.
     * @param reason   the reason.
     */
    default void left(final Instance instance, final DisconnectReason reason) {
    }
}
