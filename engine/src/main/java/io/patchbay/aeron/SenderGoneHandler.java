package io.patchbay.aeron;

/**
 * Handles the end of a publication to a subscription of this process.
 */
@FunctionalInterface
public interface SenderGoneHandler {
    /**
     * Called by the client's conductor once all frames of the publication have been read, and when the driver is lost. It must
     * not call the client.
     *
     * @param sender    id of the publication, see {@link StreamClient#senderOf}.
     * @param sessionId Aeron's session id of the publication.
     */
    void onSenderGone(long sender, int sessionId);
}
