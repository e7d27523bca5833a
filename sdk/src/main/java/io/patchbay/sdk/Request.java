package io.patchbay.sdk;

import java.time.Instant;
import java.util.UUID;

/**
 * What a handler is asked. Immutable.
 *
 * @param id          of the request.
 * @param destination as the sender wrote it.
 * @param method      the part after the colon.
 * @param consumer    name of who asks.
 * @param payload     what is asked.
 * @param deadline    after it nobody waits for the answer.
 * @param key         as the sender gave it, or empty.
 * @param traceparent as the sender gave it, or empty.
 * @param index       of the request in the journal, {@code 0x…}; empty in-process.
 * @param oneWay      nobody waits for an answer.
 */
public record Request(UUID id, String destination, String method, String consumer, Payload payload, Instant deadline, String key,
    String traceparent, String index, boolean oneWay) {
    /**
     * What is asked, as JSON text.
     *
     * @return as the sender sent it.
     */
    public String json() {
        return payload.json();
    }
}
