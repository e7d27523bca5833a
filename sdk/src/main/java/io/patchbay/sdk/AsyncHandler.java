package io.patchbay.sdk;

import java.util.concurrent.CompletionStage;

/**
 * A method of a service that answers later.
 */
@FunctionalInterface
public interface AsyncHandler {
    /**
     * Begins to answer a request.
     *
     * @param request what was asked.
     * @return completes with one JSON value, or exceptionally as with {@link Handler#handle}; on any thread.
     * @throws Exception as with {@link Handler#handle}.
     */
    CompletionStage<String> handle(Request request) throws Exception;
}
