package io.patchbay.sdk;

import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.EventName;

import java.time.Instant;
import java.util.List;

/**
 * A service came or went: service-connect, service-online, service-disconnect, service-offline.
 *
 * @param name     which of the four.
 * @param service  name of the service.
 * @param version  of the instance.
 * @param instance id of the instance, {@code i-0x…}.
 * @param methods  of the instance, where it came.
 * @param reason   why it went; null where it came.
 * @param index    of the record that caused it.
 * @param time     engine time.
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
