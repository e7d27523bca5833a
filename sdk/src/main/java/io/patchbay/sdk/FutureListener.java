package io.patchbay.sdk;

import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.sdk.message.Reply;

import java.util.concurrent.CompletableFuture;

/**
 * A listener that completes a future with the last reply.
 */
record FutureListener(CompletableFuture<Reply> future) implements ReplyListener {
    @Override
    public void onReply(final Reply reply) {
        if (!reply.more()) {
            future.complete(reply);
        }
    }

    @Override
    public void onFailure(final PatchbayException failure) {
        future.completeExceptionally(failure);
    }
}
