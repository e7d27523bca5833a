package io.patchbay.sdk;

import io.patchbay.protocol.Limits;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A message with all that it may have; from {@link Client#message}. One thread fills it, one of the last three methods sends it,
 * once.
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
     * Only an instance of this version will do.
     *
     * @param value {@code 1}, {@code 1.4}, {@code 1.4.2}.
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
     * Messages with the same key go to the same instance.
     *
     * @param value 1 to 256 bytes.
     * @return this.
     */
    public Message key(final String value) {
        key = requireBytes("key", value, Limits.MAX_KEY_BYTES);
        return this;
    }

    /**
     * How long the answer may take.
     *
     * @param value 1 to 86,400,000 milliseconds.
     * @return this.
     */
    public Message timeoutMs(final int value) {
        timeoutMs = requireTimeout(value);
        return this;
    }

    /**
     * W3C trace context, carried along.
     *
     * @param value the header's value.
     * @return this.
     */
    public Message traceparent(final String value) {
        traceparent = requireBytes("traceparent", value, Limits.MAX_TRACEPARENT_BYTES);
        return this;
    }

    /**
     * An id of your own, for example one that a retry after a restart uses again.
     *
     * @param value never used for another message.
     * @return this.
     */
    public Message id(final UUID value) {
        id = value;
        return this;
    }

    /**
     * What to say.
     *
     * @param json one JSON value.
     * @return this.
     * @throws IllegalArgumentException where it is not JSON.
     */
    public Message json(final String json) {
        payload = Payload.json(json);
        return this;
    }

    /**
     * What to say.
     *
     * @param value the payload.
     * @return this.
     */
    public Message payload(final Payload value) {
        payload = value;
        return this;
    }

    /**
     * Asks, and completes with the last reply.
     *
     * @return completes exceptionally with the {@link PatchbayException} that says what is known.
     * @throws BufferFullException where too much is under way.
     */
    public CompletableFuture<Reply> call() {
        final CompletableFuture<Reply> future = client.newFuture();
        client.agent().submit(new PendingCall(client.agent(), this, false, new FutureListener(future)));
        return future;
    }

    /**
     * Asks, and tells of every reply.
     *
     * @param listener told.
     * @throws BufferFullException where too much is under way.
     */
    public void call(final ReplyListener listener) {
        client.agent().submit(new PendingCall(client.agent(), this, false, client.agent().onExecutor(listener)));
    }

    /**
     * Sends it one-way: nobody answers.
     *
     * @return completes with the index of its record once it is in the journal; that nobody could take it is told to
     *     {@link ClientContext#onUnhandled}.
     * @throws BufferFullException where too much is under way.
     */
    public CompletableFuture<String> send() {
        final CompletableFuture<String> future = client.newFuture();
        client.agent().submit(new PendingCall(client.agent(), this, true, new AcceptedListener(future)));
        return future;
    }

    /**
     * Its id, under which {@link Client#status} knows it.
     *
     * @return the id.
     */
    public UUID id() {
        return id;
    }

    /**
     * Checks what a message is to have, where there is no client yet to make it.
     *
     * @param destination {@code service[@version]:method}.
     * @param key         1 to 256 bytes; null = none.
     * @throws IllegalArgumentException where one of them is malformed.
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

    private static String requireBytes(final String what, final String value, final int max) {
        final int length = value.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > max) {
            throw new IllegalArgumentException(what + " must be 1 to " + max + " bytes: " + length);
        }
        return value;
    }
}
