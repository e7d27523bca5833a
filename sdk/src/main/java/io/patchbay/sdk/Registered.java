package io.patchbay.sdk;

import java.util.List;

/**
 * Event registered: this client is an instance now.
 *
 * @param name     of the service or consumer.
 * @param version  of it.
 * @param instance its id, {@code i-0x…}; another one after each reconnect.
 * @param index    of the registration, {@code 0x…}.
 * @param services what is available at that index.
 */
public record Registered(String name, String version, String instance, String index, List<ServiceInfo> services) {
}
