package io.patchbay.sdk;

import java.time.Instant;

/**
 * Something an instance is told without asking (contract, section 5).
 */
public sealed interface Event permits ServiceEvent, BroadcastEvent, UnhandledEvent, CustomEvent {
    /**
     * Its name: a core event's, or {@code service:event}.
     *
     * @return the name.
     */
    String event();

    /**
     * Index of the record that caused it.
     *
     * @return {@code 0x…}.
     */
    String index();

    /**
     * Engine time.
     *
     * @return UTC, with nanoseconds.
     */
    Instant time();

    /**
     * The event as the frame of the contract.
     *
     * @return one line of JSON.
     */
    String toJson();
}
