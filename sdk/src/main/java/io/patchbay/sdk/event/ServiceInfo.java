package io.patchbay.sdk.event;

import java.util.List;

/**
 * A service that was available when this client registered.
 *
 * @param name      name of the service.
 * @param versions  versions of the service's instances.
 * @param methods   methods that at least one instance has.
 * @param instances number of instances.
 */
public record ServiceInfo(String name, List<String> versions, List<String> methods, int instances) {
}
