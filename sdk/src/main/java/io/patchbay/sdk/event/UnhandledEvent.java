package io.patchbay.sdk.event;

import io.patchbay.protocol.EventName;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.text.JsonWriter;
import io.patchbay.text.Rfc3339;

import java.time.Instant;
import java.util.UUID;

/**
 * A message was not delivered or not answered: event {@code unhandled-message}.
 *
 * @param id          id of the message.
 * @param destination the destination as the sender wrote it, or empty.
 * @param consumer    name of the sender, or empty.
 * @param responder   the responder for the answer, or empty.
 * @param reason      the reason.
 * @param request     index of the message's record, {@code 0x…}, or empty.
 * @param instance    id of the instance that the message was routed to, {@code i-0x…}, or empty.
 * @param index       index of the record that ended the message, {@code 0x…}.
 * @param time        engine time of the event.
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
