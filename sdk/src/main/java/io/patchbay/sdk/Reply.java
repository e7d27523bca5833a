package io.patchbay.sdk;

/**
 * One answer to a call.
 *
 * @param payload  what was answered.
 * @param more     further replies follow.
 * @param instance who answered, {@code i-0x…}; empty where a service was called in-process.
 * @param index    of the reply in the journal, {@code 0x…}; empty where a service was called in-process.
 */
public record Reply(Payload payload, boolean more, String instance, String index) {
    /**
     * The answer as JSON text.
     *
     * @return as the service sent it.
     */
    public String json() {
        return payload.json();
    }
}
