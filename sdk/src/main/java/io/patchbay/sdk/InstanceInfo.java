package io.patchbay.sdk;

import java.util.List;

/**
 * One instance of a service, in the answer to {@link Client#services()}.
 *
 * @param service  name of the service.
 * @param instance id, {@code i-0x…}.
 * @param version  of this instance.
 * @param methods  that it has.
 * @param pending  open requests that it has.
 */
public record InstanceInfo(String service, String instance, String version, List<String> methods, int pending) {
}
