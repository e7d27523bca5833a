package io.patchbay.sdk.event;


import java.util.List;

/**
 * One instance of a service, in the answer to {@code Client.services()}.
 *
 * @param service  name of the service.
 * @param instance id of the instance, {@code i-0x…}.
 * @param version  version of the instance.
 * @param methods  methods of the instance.
 * @param pending  number of open requests of the instance.
 */
public record InstanceInfo(String service, String instance, String version, List<String> methods, int pending) {
}
