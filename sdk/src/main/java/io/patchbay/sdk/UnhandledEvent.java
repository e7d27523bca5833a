package io.patchbay.sdk;

import io.patchbay.protocol.EventName;
import io.patchbay.protocol.UnhandledReason;

import java.time.Instant;
import java.util.UUID;

/**
 * A message was not delivered or not answered: unhandled-message.
 *
 * @param id          of the message.
 * @param destination as its sender wrote it, or empty.
 * @param consumer    name of its sender, or empty.
 * @param responder   where the answer should have gone, or empty.
 * @param reason      why.
 * @param request     index of the message, or empty.
 * @param instance    where it was routed, or empty.
 * @param index       of the record that ended it.
 * @param time        engine time.
 */
public record UnhandledEvent(UUID id, String destination, String consumer, String responder, UnhandledReason reason,
    String request, String instance, String index, Instant time) implements Event {
    @Override
    public String event() {
        return EventName.UNHANDLED_MESSAGE.wireName();
    }

    @Override
    public String toJson() {
        final JsonWriter writer = new JsonWriter().begin("event").field("event", event()).field("id", id.toString());
        optional(writer, "destination", destination);
        optional(writer, "consumer", consumer);
        optional(writer, "responder", responder);
        writer.field("reason", reason.wireName());
        optional(writer, "request", request);
        optional(writer, "instance", instance);
        return writer.field("index", index).field("time", Rfc3339.format(time)).end().toString();
    }

    private static void optional(final JsonWriter writer, final String name, final String value) {
        if (!value.isEmpty()) {
            writer.field(name, value);
        }
    }
}
