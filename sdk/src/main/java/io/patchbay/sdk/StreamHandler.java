package io.patchbay.sdk;

import io.patchbay.sdk.message.Request;

/**
 * A method of a service that answers any number of times, at any time, also with binary payloads.
 */
@FunctionalInterface
public interface StreamHandler {
    /**
     * Handles a request. The answers go through {@code replies}, now or later, from any thread.
     *
     * @param request request to answer.
     * @param replies receives the answers.
     * @throws Exception as for {@link Handler#handle}.
     */
    void handle(Request request, Replies replies) throws Exception;
}
