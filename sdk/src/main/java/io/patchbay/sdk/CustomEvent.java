package io.patchbay.sdk;

import java.time.Instant;

/**
 * An event of a service's own making.
 *
 * @param event    {@code service:event}.
 * @param service  name of who emitted it.
 * @param instance id of who emitted it, {@code i-0x…}.
 * @param payload  what it carries.
 * @param index    of the emit.
 * @param time     engine time.
 */
public record CustomEvent(String event, String service, String instance, Payload payload, String index, Instant time)
    implements Event {
    @Override
    public String toJson() {
        return new JsonWriter().begin("event").field("event", event).field("service", service).field("instance", instance)
            .payload(payload).field("index", index).field("time", Rfc3339.format(time)).end().toString();
    }
}
