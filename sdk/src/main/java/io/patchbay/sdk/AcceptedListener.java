package io.patchbay.sdk;

import java.util.concurrent.CompletableFuture;

/**
 * Completes a future with the index at which a one-way message was accepted.
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
