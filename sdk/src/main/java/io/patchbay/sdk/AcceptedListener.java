package io.patchbay.sdk;

import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.sdk.message.Reply;

import java.util.concurrent.CompletableFuture;

/**
 * A listener of a one-way message: it completes a future with the index at which the message was accepted.
 */
record AcceptedListener(CompletableFuture<String> future) implements ReplyListener {
    @Override
    public void onReply(final Reply accepted) {
        future.complete(accepted.index());
    }

    @Override
    public void onFailure(final PatchbayException failure) {
        future.completeExceptionally(failure);
    }
}
