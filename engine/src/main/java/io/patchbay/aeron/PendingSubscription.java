package io.patchbay.aeron;

import io.aeron.exceptions.AeronException;

/**
 * A subscription that is added without waiting for the driver. Valid for one generation of an {@link AeronLink}.
 */
public final class PendingSubscription implements AutoCloseable {
    private final StreamClient streams;
    private final long registrationId;
    private InStream subscription;
    private String failure;

    public PendingSubscription(final StreamClient streams, final String channel, final int streamId,
        final SenderGoneHandler ended) {
        this.streams = streams;
        registrationId = streams.addSubscription(channel, streamId, ended);
    }

    /** Returns the subscription; null while the driver has not answered or has refused. */
    public InStream poll() {
        if (subscription == null && failure == null) {
            try {
                subscription = streams.subscription(registrationId);
            } catch (final AeronException e) {
                failure = e.getMessage();
            }
        }
        return subscription;
    }

    /** Returns the reason for which the driver refused, or null. */
    public String failure() {
        return failure;
    }

    @Override
    public void close() {
        if (streams.isClosed()) {
            return;
        }
        if (subscription != null) {
            subscription.close();
        } else if (failure == null) {
            streams.removeSubscription(registrationId);
        }
    }
}
