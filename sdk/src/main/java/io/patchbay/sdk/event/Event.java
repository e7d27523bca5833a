package io.patchbay.sdk.event;

import java.time.Instant;

/**
 * An event that an instance receives without a request (PROTOCOL.md, "Events of one's own").
 */
public sealed interface Event permits ServiceEvent, BroadcastEvent, UnhandledEvent, CustomEvent {
    /**
     * Returns the name of the event.
     *
     * @return a core event name, or {@code service:event}.
     */
    String event();

    /**
     * Returns the index of the record that caused the event.
     *
     * @return {@code 0x…}.
     */
    String index();

    /**
     * Returns the engine time of the event.
     *
     * @return the time in UTC, with nanoseconds.
     */
    Instant time();

    /**
     * Returns the event as a JSON frame of the protocol.
     *
     * @return one line of JSON.
     */
    String toJson();
}
