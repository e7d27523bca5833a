package io.patchbay.sdk;

import io.patchbay.sdk.message.Request;

import java.util.concurrent.CompletionStage;

/**
 * A method of a service that completes its answer later.
 */
@FunctionalInterface
public interface AsyncHandler {
    /**
     * Starts to answer a request.
     *
     * @param request request to answer.
     * @return a stage that completes on any thread with one JSON value, or exceptionally as for {@link Handler#handle}.
     * @throws Exception as for {@link Handler#handle}.
     */
    CompletionStage<String> handle(Request request) throws Exception;
}
