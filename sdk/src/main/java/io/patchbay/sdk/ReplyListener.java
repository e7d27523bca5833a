package io.patchbay.sdk;

/**
 * Told of the answers to one call: any number of replies with {@code more}, then one without, or a failure.
 */
public interface ReplyListener {
    /**
     * An answer.
     *
     * @param reply the answer; the last one has no {@code more}.
     */
    void onReply(Reply reply);

    /**
     * It ended without a last answer.
     *
     * @param failure why.
     */
    void onFailure(PatchbayException failure);
}
