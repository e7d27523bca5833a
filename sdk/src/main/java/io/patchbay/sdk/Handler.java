package io.patchbay.sdk;

/**
 * A method of a service that answers at once.
 */
@FunctionalInterface
public interface Handler {
    /**
     * Answers a request.
     *
     * @param request what was asked.
     * @return one JSON value; null is the value null.
     * @throws ErrorReplyException to answer with an error of your own code.
     * @throws Exception           anything else is answered as error {@code internal} and logged.
     */
    String handle(Request request) throws Exception;
}
