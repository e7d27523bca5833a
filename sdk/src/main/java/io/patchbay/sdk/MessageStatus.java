package io.patchbay.sdk;

import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import java.util.UUID;

/**
 * What became of a message (contract, section 4, status).
 *
 * @param id     of the message.
 * @param status open, replied, unhandled or unknown.
 * @param reason where unhandled, otherwise null.
 * @param index  of the record that ended it, {@code 0x…}, or null.
 */
public record MessageStatus(UUID id, RequestStatus status, UnhandledReason reason, String index) {
}
