package io.patchbay.sdk;

import io.patchbay.sdk.exceptions.ErrorReplyException;
import io.patchbay.sdk.message.Request;

/**
 * A method of a service that answers at once.
 */
@FunctionalInterface
public interface Handler {
    /**
     * Answers a request.
     *
     * @param request request to answer.
     * @return one JSON value; {@code null} stands for the JSON value null.
     * @throws ErrorReplyException to answer with an error code of the service's own.
     * @throws Exception           any other exception is logged and answered with the error {@code internal}.
     */
    String handle(Request request) throws Exception;
}
