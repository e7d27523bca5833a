package io.patchbay.aeron;

import io.aeron.ErrorCode;
import io.aeron.exceptions.AeronException;
import io.aeron.exceptions.RegistrationException;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;

/**
 * A publication that is added without waiting for the driver. The owner calls {@link #poll()} until the publication exists, and
 * may call {@link #close()} at any time. If the driver's directory has no space for it, the request is repeated, since space
 * comes back when other streams end. Valid for one generation of an {@link AeronLink}.
 */
public final class PendingPublication implements AutoCloseable {
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final Logger LOG = LoggerFactory.getLogger(PendingPublication.class);

    private final StreamClient streams;
    private final NanoClock clock;
    private final String channel;
    private final int streamId;
    private long registrationId;
    private OutStream publication;
    private String failure;
    private boolean isRetried;
    private boolean isAwaited = true;
    private long retryNs;

    public PendingPublication(final StreamClient streams, final NanoClock clock, final String channel, final int streamId) {
        this.streams = streams;
        this.clock = clock;
        this.channel = channel;
        this.streamId = streamId;
        registrationId = streams.addPublication(channel, streamId);
    }

    /** Returns the publication; null while the driver has not answered or has refused. */
    public OutStream poll() {
        if (publication == null) {
            if (isAwaited) {
                await();
            } else if (isRetried && clock.nanoTime() - retryNs >= 0) {
                registrationId = streams.addPublication(channel, streamId);
                isAwaited = true;
            }
        }
        return publication;
    }

    private void await() {
        try {
            publication = streams.publication(registrationId);
            if (publication != null) {
                failure = null;
            }
        } catch (final AeronException e) {
            isAwaited = false;
            isRetried = e instanceof RegistrationException refused && refused.errorCode() == ErrorCode.STORAGE_SPACE;
            retryNs = clock.nanoTime() + RETRY_NS;
            if (isRetried && failure == null) {
                LOG.warn("stream {} of {} waits for room: {}", streamId, channel, e.getMessage());
            }
            failure = e.getMessage();
        }
    }

    /** Returns the publication; null while it does not exist yet. Does not ask the driver. */
    public OutStream get() {
        return publication;
    }

    /** Returns the reason of the driver's last refusal, or null. */
    public String failure() {
        return failure;
    }

    /** Returns whether the refusal was for lack of space, so that the request is repeated. */
    public boolean isRetried() {
        return isRetried;
    }

    @Override
    public void close() {
        if (streams.isClosed()) {
            return;
        }
        if (publication != null) {
            publication.close();
        } else if (isAwaited) {
            streams.removePublication(registrationId);
        }
    }
}
