package io.patchbay.sdk;

import io.patchbay.sdk.direct.DirectClient;
import io.patchbay.sdk.direct.Sent;
import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.sdk.message.MessageStatus;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A query for the status of a message. A query of the user has a future and is sent again on the next connection. A query for a
 * call whose connection was lost has no future; the next connection starts a new one.
 */
final class StatusOut extends Outgoing {
    private static final int OVERHEAD_BYTES = 128;

    final UUID id;
    private final ClientAgent agent;
    private final CompletableFuture<MessageStatus> future;

    StatusOut(final ClientAgent agent, final UUID id, final CompletableFuture<MessageStatus> future) {
        this.agent = agent;
        this.id = id;
        this.future = future;
    }

    @Override
    int queuedBytes() {
        return future == null ? 0 : OVERHEAD_BYTES;
    }

    @Override
    boolean countsUntilAccepted() {
        return true;
    }

    @Override
    Sent send(final DirectClient direct) {
        return direct.status(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    @Override
    void onSent() {
        if (future != null) {
            agent.addQuestion(this);
        }
    }

    @Override
    boolean outlivesConnection() {
        return future != null;
    }

    void onAnswer(final MessageStatus status) {
        future.complete(status);
    }

    @Override
    void onFailure(final PatchbayException failure) {
        if (future != null) {
            future.completeExceptionally(failure);
        }
    }
}
