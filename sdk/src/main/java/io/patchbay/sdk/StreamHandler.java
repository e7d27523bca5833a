package io.patchbay.sdk;

/**
 * A method of a service that answers as often as it likes, when it likes, also with bytes.
 */
@FunctionalInterface
public interface StreamHandler {
    /**
     * Takes a request; the answers go through replies, now or later, from any thread.
     *
     * @param request what was asked.
     * @param replies where to answer.
     * @throws Exception as with {@link Handler#handle}.
     */
    void handle(Request request, Replies replies) throws Exception;
}
