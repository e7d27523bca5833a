package io.patchbay.sdk;

import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import java.util.List;

/**
 * What a {@link DirectClient} tells its owner, on the thread that polls it. Arguments that are views hold during the call only.
 * A handler may send; it must not block. What it throws ends the poll and reaches its caller.
 */
public interface DirectHandler {
    /**
     * The server has accepted the connection.
     *
     * @param connected what it said.
     */
    default void onConnect(final Connected connected) {
    }

    /**
     * Frames may be sent from now on, and requests arrive.
     *
     * @param registered what the server said.
     */
    default void onRegistered(final Registered registered) {
    }

    /**
     * The connection is gone, at whatever stage it was; a reconnect follows if so set.
     *
     * @param disconnected why.
     */
    default void onDisconnect(final Disconnected disconnected) {
    }

    /**
     * A request or a one-way message.
     *
     * @param request a view.
     */
    default void onRequest(final DirectRequest request) {
    }

    /**
     * A reply to a request of this client.
     *
     * @param reply a view.
     */
    default void onReply(final DirectReply reply) {
    }

    /**
     * A frame is in the journal.
     *
     * @param hasId whether it had an id.
     * @param idHi  upper half.
     * @param idLo  lower half.
     * @param index of its record.
     */
    default void onAccepted(final boolean hasId, final long idHi, final long idLo, final long index) {
    }

    /**
     * A service came or went.
     *
     * @param lifecycle a view.
     */
    default void onLifecycle(final DirectLifecycle lifecycle) {
    }

    /**
     * Somebody broadcast.
     *
     * @param broadcast a view.
     */
    default void onBroadcast(final DirectBroadcast broadcast) {
    }

    /**
     * A custom event.
     *
     * @param custom a view.
     */
    default void onCustom(final DirectCustom custom) {
    }

    /**
     * A message was not delivered or not answered: one of this client's, or one of another's that it listens for.
     *
     * @param unhandled a view.
     */
    default void onUnhandled(final DirectUnhandled unhandled) {
    }

    /**
     * The server did not act on a frame.
     *
     * @param failure a view.
     */
    default void onFailure(final DirectFailure failure) {
    }

    /**
     * A part of the answer to a services query; answers come in the order of the queries.
     *
     * @param instances of this part.
     * @param more      further parts follow.
     * @param index     of the query.
     */
    default void onServices(final List<InstanceInfo> instances, final boolean more, final long index) {
    }

    /**
     * The answer to a status query.
     *
     * @param idHi   upper half of the message's id.
     * @param idLo   lower half.
     * @param status what became of it.
     * @param reason where unhandled, otherwise null.
     * @param ended  index of the record that ended it, 0 = none.
     */
    default void onStatus(final long idHi, final long idLo, final RequestStatus status, final UnhandledReason reason,
        final long ended) {
    }
}
