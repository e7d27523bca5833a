package io.patchbay.sdk.event;

import io.patchbay.sdk.message.Payload;
import io.patchbay.text.JsonWriter;
import io.patchbay.text.Rfc3339;

import java.time.Instant;

/**
 * A custom event, emitted by a service or a consumer.
 *
 * @param event    {@code service:event}.
 * @param service  name of the emitting service or consumer.
 * @param instance id of the emitting instance, {@code i-0x…}.
 * @param payload  the payload.
 * @param index    index of the emit's record, {@code 0x…}.
 * @param time     engine time of the emit.
 */
public record CustomEvent(String event, String service, String instance, Payload payload, String index, Instant time)
    implements Event {
    @Override
    public String toJson() {
        final JsonWriter writer = new JsonWriter().begin("event").field("event", event).field("service", service)
            .field("instance", instance);
        return payload.writeTo(writer).field("index", index).field("time", Rfc3339.format(time)).end().toString();
    }
}
