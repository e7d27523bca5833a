package io.patchbay.sdk.event;

import io.patchbay.protocol.EventName;
import io.patchbay.sdk.message.Payload;
import io.patchbay.text.JsonWriter;
import io.patchbay.text.Rfc3339;

import java.time.Instant;
import java.util.UUID;

/**
 * A broadcast of an instance: event {@code broadcast-message}.
 *
 * @param from     name of the sender.
 * @param instance id of the sender, {@code i-0x…}.
 * @param id       id of the broadcast, or {@code null}.
 * @param payload  the payload.
 * @param index    index of the broadcast's record, {@code 0x…}.
 * @param time     engine time of the broadcast.
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
        return payload.writeTo(writer).field("index", index).field("time", Rfc3339.format(time)).end().toString();
    }
}
