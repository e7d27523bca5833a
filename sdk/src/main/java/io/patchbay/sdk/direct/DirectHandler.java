package io.patchbay.sdk.direct;

import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.sdk.event.Connected;
import io.patchbay.sdk.event.Disconnected;
import io.patchbay.sdk.event.InstanceInfo;
import io.patchbay.sdk.event.Registered;

import java.util.List;

/**
 * Callbacks of a {@link DirectClient}, called on the thread that polls it. Arguments that are views are valid only during the
 * call. A handler may send, but must not block. An exception of a handler ends the poll and reaches the poll's caller.
 */
public interface DirectHandler {
    /**
     * Called when the server has accepted the connection.
     *
     * @param connected the server's greeting.
     */
    default void onConnect(final Connected connected) {
    }

    /**
     * Called when the client is registered: frames may be sent from now on, and requests arrive.
     *
     * @param registered the server's answer to the registration.
     */
    default void onRegistered(final Registered registered) {
    }

    /**
     * Called when the connection has ended, at any stage. A reconnect follows unless it is turned off.
     *
     * @param disconnected the reason.
     */
    default void onDisconnect(final Disconnected disconnected) {
    }

    /**
     * Called for a request or a one-way message.
     *
     * @param request a view.
     */
    default void onRequest(final DirectRequest request) {
    }

    /**
     * Called for a reply to a request of this client.
     *
     * @param reply a view.
     */
    default void onReply(final DirectReply reply) {
    }

    /**
     * Called when a frame of this client is in the journal.
     *
     * @param hasId whether the frame had an id.
     * @param idHi  upper half of the frame's id, or 0.
     * @param idLo  lower half of the frame's id, or 0.
     * @param index index of the frame's record.
     */
    default void onAccepted(final boolean hasId, final long idHi, final long idLo, final long index) {
    }

    /**
     * Called when a service instance registered or is gone.
     *
     * @param lifecycle a view.
     */
    default void onLifecycle(final DirectLifecycle lifecycle) {
    }

    /**
     * Called for a broadcast.
     *
     * @param broadcast a view.
     */
    default void onBroadcast(final DirectBroadcast broadcast) {
    }

    /**
     * Called for a custom event.
     *
     * @param custom a view.
     */
    default void onCustom(final DirectCustom custom) {
    }

    /**
     * Called when a message was not delivered or not answered. The message is this client's, or, if this client listens for such
     * events, that of another consumer.
     *
     * @param unhandled a view.
     */
    default void onUnhandled(final DirectUnhandled unhandled) {
    }

    /**
     * Called when the server refused a frame.
     *
     * @param failure a view.
     */
    default void onFailure(final DirectFailure failure) {
    }

    /**
     * Called for a part of the answer to a services query. Answers arrive in the order of the queries.
     *
     * @param instances instances of this part.
     * @param more      whether further parts follow.
     * @param index     index of the query's record.
     */
    default void onServices(final List<InstanceInfo> instances, final boolean more, final long index) {
    }

    /**
     * Called for the answer to a status query.
     *
     * @param idHi   upper half of the message's id.
     * @param idLo   lower half of the message's id.
     * @param status status of the message.
     * @param reason the reason if the message is unhandled, otherwise {@code null}.
     * @param ended  index of the record that ended the message; 0 for none.
     */
    default void onStatus(final long idHi, final long idLo, final RequestStatus status, final UnhandledReason reason,
        final long ended) {
    }
}
