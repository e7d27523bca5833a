package io.patchbay.sdk.message;

/**
 * One reply to a call.
 *
 * @param payload  payload of the reply.
 * @param more     whether further replies follow.
 * @param instance id of the answering instance, {@code i-0x…}; empty if a service was called in-process.
 * @param index    index of the reply's record, {@code 0x…}; empty if a service was called in-process.
 */
public record Reply(Payload payload, boolean more, String instance, String index) {
    /**
     * Returns the payload as JSON text.
     *
     * @return the text as the service sent it.
     */
    public String json() {
        return payload.json();
    }
}
