package io.patchbay.sdk;

import io.patchbay.sdk.exceptions.BufferFullException;
import io.patchbay.sdk.message.Payload;

/**
 * The replies of a handler to one request: any number of {@code more}, then one {@code last} or {@code error}. Replies after
 * that, or after the connection that brought the request is gone, are dropped. Any thread.
 */
public interface Replies {
    /**
     * Sends a reply that others follow.
     *
     * @param payload payload of the reply.
     * @throws BufferFullException if too many bytes are queued.
     */
    void more(Payload payload);

    /**
     * Sends the last reply.
     *
     * @param payload payload of the reply.
     */
    void last(Payload payload);

    /**
     * Sends an error as the last reply.
     *
     * @param code    error code for programs, not empty.
     * @param message text for a person.
     */
    void error(String code, String message);

    /**
     * Returns whether a reply can still reach the asker.
     *
     * @return {@code false} after the last reply, for a one-way message, and after the connection is gone.
     */
    boolean isOpen();

    /**
     * Sends a JSON reply that others follow.
     *
     * @param json one JSON value.
     */
    default void more(final String json) {
        more(Payload.json(json));
    }

    /**
     * Sends the last reply as JSON.
     *
     * @param json one JSON value.
     */
    default void last(final String json) {
        last(Payload.json(json));
    }
}
