package io.patchbay.sdk.event;

import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.EventName;
import io.patchbay.text.JsonWriter;
import io.patchbay.text.Rfc3339;

import java.time.Instant;
import java.util.List;

/**
 * A service instance registered or is gone: event {@code service-connect}, {@code service-online}, {@code service-disconnect} or
 * {@code service-offline}.
 *
 * @param name     name of the event, one of the four.
 * @param service  name of the service.
 * @param version  version of the instance.
 * @param instance id of the instance, {@code i-0x…}.
 * @param methods  methods of the instance, if it registered; otherwise empty.
 * @param reason   the reason why the instance is gone; {@code null} if it registered.
 * @param index    index of the record that caused the event, {@code 0x…}.
 * @param time     engine time of the event.
 */
public record ServiceEvent(EventName name, String service, String version, String instance, List<String> methods,
    DisconnectReason reason, String index, Instant time) implements Event {
    @Override
    public String event() {
        return name.wireName();
    }

    @Override
    public String toJson() {
        final JsonWriter writer = new JsonWriter().begin("event").field("event", event()).field("service", service)
            .field("version", version).field("instance", instance);
        if (!methods.isEmpty()) {
            writer.field("methods", methods);
        }
        if (reason != null) {
            writer.field("reason", reason.wireName());
        }
        return writer.field("index", index).field("time", Rfc3339.format(time)).end().toString();
    }
}
