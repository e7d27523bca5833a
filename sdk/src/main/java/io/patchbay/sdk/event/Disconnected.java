package io.patchbay.sdk.event;

/**
 * Event {@code disconnect}: the connection has ended. It is raised by the server's frame, or by this client if the socket broke.
 *
 * @param reason   {@code unregistered}, {@code timeout}, {@code slow-consumer}, {@code shutting-down}, an error code, or
 *                 {@code closed} if the connection broke without a reason given.
 * @param byServer whether the server gave the reason; otherwise this client detected the loss.
 * @param detail   text for a person; may be empty.
 */
public record Disconnected(String reason, boolean byServer, String detail) {
}
