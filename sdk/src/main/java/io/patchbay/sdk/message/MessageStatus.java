package io.patchbay.sdk.message;

import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import java.util.UUID;

/**
 * The status of a message, as a query returned it (PROTOCOL.md, "Messages and replies").
 *
 * @param id     id of the message.
 * @param status {@code open}, {@code replied}, {@code unhandled} or {@code unknown}.
 * @param reason the reason if the message is unhandled, otherwise {@code null}.
 * @param index  index of the record that ended the message, {@code 0x…}, or {@code null}.
 */
public record MessageStatus(UUID id, RequestStatus status, UnhandledReason reason, String index) {
}
