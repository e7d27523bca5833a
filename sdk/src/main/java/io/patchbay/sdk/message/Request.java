package io.patchbay.sdk.message;

import java.time.Instant;
import java.util.UUID;

/**
 * A request as passed to a handler. Immutable.
 *
 * @param id          id of the request.
 * @param destination the destination as the sender wrote it.
 * @param method      name of the method, the part after the colon.
 * @param consumer    name of the sender.
 * @param payload     payload of the request.
 * @param deadline    time after which nobody waits for the answer.
 * @param key         the key that the sender gave; empty for none.
 * @param traceparent the trace context that the sender gave; empty for none.
 * @param index       index of the request's record, {@code 0x…}; empty if the service was called in-process.
 * @param oneWay      whether nobody waits for an answer.
 */
public record Request(UUID id, String destination, String method, String consumer, Payload payload, Instant deadline, String key,
    String traceparent, String index, boolean oneWay) {
    /**
     * Returns the payload as JSON text.
     *
     * @return the text as the sender sent it.
     */
    public String json() {
        return payload.json();
    }
}
