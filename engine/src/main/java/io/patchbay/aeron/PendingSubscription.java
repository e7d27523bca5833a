package io.patchbay.aeron;

import io.aeron.Aeron;
import io.aeron.Subscription;
import io.aeron.UnavailableImageHandler;
import io.aeron.exceptions.AeronException;

/**
 * A subscription that is added without waiting for the driver. Valid for one generation of an {@link AeronLink}.
 */
public final class PendingSubscription implements AutoCloseable {
    private final Aeron aeron;
    private final long registrationId;
    private Subscription subscription;
    private String failure;

    public PendingSubscription(final Aeron aeron, final String channel, final int streamId,
        final UnavailableImageHandler unavailable) {
        this.aeron = aeron;
        registrationId = aeron.asyncAddSubscription(channel, streamId, null, unavailable);
    }

    /** Returns the subscription; null while the driver has not answered or has refused. */
    public Subscription poll() {
        if (subscription == null && failure == null) {
            try {
                subscription = aeron.getSubscription(registrationId);
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
        if (aeron.isClosed()) {
            return;
        }
        if (subscription != null) {
            subscription.close();
        } else if (failure == null) {
            aeron.asyncRemoveSubscription(registrationId);
        }
    }
}
