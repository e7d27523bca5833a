package io.patchbay.delivery;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.exceptions.AeronException;

/**
 * A publication that is being added without waiting for the driver. {@link #poll()} until it is there; {@link #close()} at any
 * time. Of one generation of an {@link AeronLink}.
 */
final class PendingPublication implements AutoCloseable {
    private final Aeron aeron;
    private final long registrationId;
    private ExclusivePublication publication;
    private String failure;

    PendingPublication(final Aeron aeron, final String channel, final int streamId) {
        this.aeron = aeron;
        registrationId = aeron.asyncAddExclusivePublication(channel, streamId);
    }

    /** The publication, or null while the driver has not answered or has refused. */
    ExclusivePublication poll() {
        if (publication == null && failure == null) {
            try {
                publication = aeron.getExclusivePublication(registrationId);
            } catch (final AeronException e) {
                failure = e.getMessage();
            }
        }
        return publication;
    }

    /** The publication, null while it is not there yet. */
    ExclusivePublication get() {
        return publication;
    }

    /** Why the driver refused, or null. */
    String failure() {
        return failure;
    }

    @Override
    public void close() {
        if (aeron.isClosed()) {
            return;
        }
        if (publication != null) {
            publication.close();
        } else if (failure == null) {
            aeron.asyncRemovePublication(registrationId);
        }
    }
}
