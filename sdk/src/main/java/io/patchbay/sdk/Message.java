package io.patchbay.sdk;

import io.patchbay.protocol.Destination;
import io.patchbay.protocol.Limits;
import io.patchbay.sdk.exceptions.BufferFullException;
import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.sdk.message.Payload;
import io.patchbay.sdk.message.Reply;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A message with its optional fields, obtained from {@link Client#message}. One thread fills it, and sends it once by a
 * {@code call} method or {@link #send()}.
 */
public final class Message {
    private final Client client;
    private String destination;
    private UUID id = UUID.randomUUID();
    private String key = "";
    private String traceparent = "";
    private Payload payload = Payload.NULL;
    private int timeoutMs;

    Message(final Client client, final String destination, final int timeoutMs) {
        this.client = client;
        this.destination = Destination.check(destination);
        this.timeoutMs = timeoutMs;
    }

    /**
     * Requires a version of the service.
     *
     * @param value a version or its first numbers: {@code 1.4.2}, {@code 1.4}, {@code 1}.
     * @return this.
     */
    public Message version(final String value) {
        final int colon = destination.lastIndexOf(':');
        final int at = destination.indexOf('@');
        destination = Destination.check(destination.substring(0, at < 0 ? colon : at) + "@" + value
            + destination.substring(colon));
        return this;
    }

    /**
     * Sets the key. Messages with the same key go to the same instance.
     *
     * @param value the key, 1 to 256 bytes in UTF-8.
     * @return this.
     */
    public Message key(final String value) {
        key = requireBytes("key", value, Limits.MAX_KEY_BYTES);
        return this;
    }

    /**
     * Sets the timeout.
     *
     * @param value milliseconds, 1 to 86,400,000.
     * @return this.
     */
    public Message timeoutMs(final int value) {
        timeoutMs = requireTimeout(value);
        return this;
    }

    /**
     * Sets the W3C trace context, which is carried along.
     *
     * @param value value of the {@code traceparent} header, 1 to 256 bytes.
     * @return this.
     */
    public Message traceparent(final String value) {
        traceparent = requireBytes("traceparent", value, Limits.MAX_TRACEPARENT_BYTES);
        return this;
    }

    /**
     * Sets the id, for example one that a retry after a restart uses again. The default is a random id.
     *
     * @param value an id that was never used for another message.
     * @return this.
     */
    public Message id(final UUID value) {
        id = value;
        return this;
    }

    /**
     * Sets the payload to a JSON value.
     *
     * @param json one JSON value.
     * @return this.
     * @throws IllegalArgumentException if the text is not JSON.
     */
    public Message json(final String json) {
        payload = Payload.json(json);
        return this;
    }

    /**
     * Sets the payload.
     *
     * @param value the payload.
     * @return this.
     */
    public Message payload(final Payload value) {
        payload = value;
        return this;
    }

    /**
     * Sends the message as a request and completes a future with the last reply.
     *
     * @return a future that may also complete exceptionally with a {@link PatchbayException} that says what is known.
     * @throws BufferFullException if too many calls are under way or too many bytes are queued.
     */
    public CompletableFuture<Reply> call() {
        final CompletableFuture<Reply> future = client.newFuture();
        client.agent().submit(new PendingCall(client.agent(), this, false, new FutureListener(future)));
        return future;
    }

    /**
     * Sends the message as a request and passes every reply to a listener.
     *
     * @param listener receives every reply, or the failure.
     * @throws BufferFullException if too many calls are under way or too many bytes are queued.
     */
    public void call(final ReplyListener listener) {
        client.agent().submit(new PendingCall(client.agent(), this, false, client.agent().onExecutor(listener)));
    }

    /**
     * Sends the message one-way: nobody answers it.
     *
     * @return a future that completes with the index of the message's record once the record is in the journal. If no instance
     *     could take the message, {@link ClientContext#onUnhandled} receives an event.
     * @throws BufferFullException if too many calls are under way or too many bytes are queued.
     */
    public CompletableFuture<String> send() {
        final CompletableFuture<String> future = client.newFuture();
        client.agent().submit(new PendingCall(client.agent(), this, true, new AcceptedListener(future)));
        return future;
    }

    /**
     * Returns the message's id, by which {@link Client#status} finds it.
     *
     * @return the id.
     */
    public UUID id() {
        return id;
    }

    /**
     * Checks the destination and the key of a message without a client.
     *
     * @param destination {@code service[@version]:method}.
     * @param key         the key, 1 to 256 bytes in UTF-8; {@code null} for none.
     * @throws IllegalArgumentException if one of them is malformed.
     */
    public static void check(final String destination, final String key) {
        Destination.check(destination);
        if (key != null) {
            requireBytes("key", key, Limits.MAX_KEY_BYTES);
        }
    }

    String destination() {
        return destination;
    }

    String key() {
        return key;
    }

    String traceparent() {
        return traceparent;
    }

    Payload payload() {
        return client.agent().requireSendable(payload);
    }

    int timeoutMs() {
        return timeoutMs;
    }

    static int requireTimeout(final int value) {
        if (value < 1 || value > Limits.MAX_TIMEOUT_MS) {
            throw new IllegalArgumentException("timeoutMs must be 1 to " + Limits.MAX_TIMEOUT_MS + ": " + value);
        }
        return value;
    }

    private static String requireBytes(final String field, final String value, final int max) {
        final int length = value.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > max) {
            throw new IllegalArgumentException(field + " must be 1 to " + max + " bytes: " + length);
        }
        return value;
    }
}
