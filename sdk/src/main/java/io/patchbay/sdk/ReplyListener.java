package io.patchbay.sdk;

import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.sdk.message.Reply;

/**
 * A listener for the replies to one call: any number with {@code more}, then one without, or a failure.
 */
public interface ReplyListener {
    /**
     * Called for each reply.
     *
     * @param reply the reply; the last one has no {@code more}.
     */
    void onReply(Reply reply);

    /**
     * Called when the call ended without a last reply.
     *
     * @param failure the reason.
     */
    void onFailure(PatchbayException failure);
}
