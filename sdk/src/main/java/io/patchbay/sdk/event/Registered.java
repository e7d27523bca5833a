package io.patchbay.sdk.event;

import java.util.List;

/**
 * Event {@code registered}: this client is now registered as an instance.
 *
 * @param name     name of the service or consumer.
 * @param version  version of the service or consumer.
 * @param instance id of the instance, {@code i-0x…}; a new one after each reconnect.
 * @param index    index of the registration's record, {@code 0x…}.
 * @param services services that are available at that index.
 */
public record Registered(String name, String version, String instance, String index, List<ServiceInfo> services) {
}
