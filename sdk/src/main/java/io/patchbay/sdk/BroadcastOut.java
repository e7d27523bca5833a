package io.patchbay.sdk;

import io.patchbay.protocol.Indexes;
import io.patchbay.sdk.direct.DirectClient;
import io.patchbay.sdk.direct.Sent;
import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.sdk.message.Payload;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A broadcast until the server accepts it. It is never sent twice, because the server would not detect the duplicate.
 */
final class BroadcastOut extends Outgoing {
    private static final int OVERHEAD_BYTES = 128;

    final UUID id = UUID.randomUUID();
    private final ClientAgent agent;
    private final Payload payload;
    private final CompletableFuture<String> future;

    BroadcastOut(final ClientAgent agent, final Payload payload, final CompletableFuture<String> future) {
        this.agent = agent;
        this.payload = payload;
        this.future = future;
    }

    @Override
    int queuedBytes() {
        return payload.length() + OVERHEAD_BYTES;
    }

    @Override
    boolean countsUntilAccepted() {
        return true;
    }

    @Override
    Sent send(final DirectClient direct) {
        return direct.broadcast(id.getMostSignificantBits(), id.getLeastSignificantBits(), true, payload.encoding(),
            payload.buffer(), 0, payload.length());
    }

    @Override
    void onSent() {
        agent.addBroadcast(this);
    }

    @Override
    boolean outlivesConnection() {
        return true;
    }

    void onAccepted(final long index) {
        future.complete(Indexes.format(index));
    }

    @Override
    void onFailure(final PatchbayException failure) {
        future.completeExceptionally(failure);
    }
}
