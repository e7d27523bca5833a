package io.patchbay.sdk;

import java.util.List;

/**
 * A service that was available when this client registered.
 *
 * @param name      of the service.
 * @param versions  of its instances.
 * @param methods   that at least one instance has.
 * @param instances how many.
 */
public record ServiceInfo(String name, List<String> versions, List<String> methods, int instances) {
}
