package io.patchbay.sdk;

/**
 * Event disconnect: the connection is gone. Raised by the server's word, or by this client where the socket simply died.
 *
 * @param reason   {@code unregistered}, {@code timeout}, {@code slow-consumer}, {@code shutting-down}, an error code, or
 *                 {@code closed} where nobody said anything.
 * @param byServer the server said so; otherwise this client noticed.
 * @param detail   for a person, may be empty.
 */
public record Disconnected(String reason, boolean byServer, String detail) {
}
