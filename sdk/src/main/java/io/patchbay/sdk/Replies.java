package io.patchbay.sdk;

/**
 * Where a handler answers one request: any number of {@code more}, then one {@code last} or {@code error}. What comes after that,
 * or after the connection that brought the request has gone, goes to nobody. Any thread.
 */
public interface Replies {
    /**
     * An answer that others follow.
     *
     * @param payload the answer.
     * @throws BufferFullException where too much waits to be sent.
     */
    void more(Payload payload);

    /**
     * The last answer.
     *
     * @param payload the answer.
     */
    void last(Payload payload);

    /**
     * Answers with an error, as the last answer.
     *
     * @param code    for programs, not empty.
     * @param message for a person.
     */
    void error(String code, String message);

    /**
     * Does anybody still wait?
     *
     * @return false after the last answer, for a one-way message, and after the connection has gone.
     */
    boolean isOpen();

    /**
     * An answer that others follow.
     *
     * @param json one JSON value.
     */
    default void more(final String json) {
        more(Payload.json(json));
    }

    /**
     * The last answer.
     *
     * @param json one JSON value.
     */
    default void last(final String json) {
        last(Payload.json(json));
    }
}
