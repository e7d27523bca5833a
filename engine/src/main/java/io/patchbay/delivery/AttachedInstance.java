package io.patchbay.delivery;

/**
 * Where an Aeron instance listens, as its gateway knows it.
 *
 * @param instance index of its registration.
 * @param channel  of its delivery stream.
 * @param streamId of its delivery stream.
 */
record AttachedInstance(long instance, String channel, int streamId) {
}
