package io.patchbay.sdk;

import io.patchbay.protocol.EventName;

import java.time.Instant;
import java.util.UUID;

/**
 * Somebody broadcast: broadcast-message.
 *
 * @param from     name of the sender.
 * @param instance id of the sender, {@code i-0x…}.
 * @param id       of the broadcast, or null.
 * @param payload  what was broadcast.
 * @param index    of the broadcast.
 * @param time     engine time.
 */
public record BroadcastEvent(String from, String instance, UUID id, Payload payload, String index, Instant time)
    implements Event {
    @Override
    public String event() {
        return EventName.BROADCAST_MESSAGE.wireName();
    }

    @Override
    public String toJson() {
        final JsonWriter writer = new JsonWriter().begin("event").field("event", event()).field("from", from)
            .field("instance", instance);
        if (id != null) {
            writer.field("id", id.toString());
        }
        return writer.payload(payload).field("index", index).field("time", Rfc3339.format(time)).end().toString();
    }
}
