package io.patchbay.delivery.gateway;

/**
 * The delivery stream of an Aeron instance, as its gateway knows it.
 *
 * @param instance index of the instance's registration.
 * @param channel  channel of its delivery stream.
 * @param streamId id of its delivery stream.
 */
record AttachedInstance(long instance, String channel, int streamId) {
}
