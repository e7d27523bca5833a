package io.patchbay.aeron;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.UnavailableImageHandler;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;

/**
 * The streams of an Aeron client.
 */
public final class AeronStreams implements StreamClient {
    private final Aeron aeron;

    /**
     * Creates the streams of a client, which the caller keeps and closes.
     *
     * @param aeron a client.
     */
    public AeronStreams(final Aeron aeron) {
        this.aeron = aeron;
    }

    @Override
    public long addPublication(final String channel, final int streamId) {
        return aeron.asyncAddExclusivePublication(channel, streamId);
    }

    @Override
    public OutStream publication(final long registrationId) {
        final ExclusivePublication added = aeron.getExclusivePublication(registrationId);
        return added == null ? null : new Out(added);
    }

    @Override
    public void removePublication(final long registrationId) {
        aeron.asyncRemovePublication(registrationId);
    }

    @Override
    public long addSubscription(final String channel, final int streamId, final SenderGoneHandler ended) {
        final UnavailableImageHandler handler =
            ended == null ? null : image -> ended.onSenderGone(image.correlationId(), image.sessionId());
        return aeron.asyncAddSubscription(channel, streamId, null, handler);
    }

    @Override
    public InStream subscription(final long registrationId) {
        final Subscription added = aeron.getSubscription(registrationId);
        return added == null ? null : new In(added);
    }

    @Override
    public void removeSubscription(final long registrationId) {
        aeron.asyncRemoveSubscription(registrationId);
    }

    @Override
    public long senderOf(final Header header) {
        return ((Image)header.context()).correlationId();
    }

    @Override
    public boolean isClosed() {
        return aeron.isClosed();
    }

    private record Out(ExclusivePublication publication) implements OutStream {
        @Override
        public boolean isConnected() {
            return publication.isConnected();
        }

        @Override
        public int maxMessageLength() {
            return publication.maxMessageLength();
        }

        @Override
        public int maxPayloadLength() {
            return publication.maxPayloadLength();
        }

        @Override
        public long tryClaim(final int length, final BufferClaim claim) {
            return publication.tryClaim(length, claim);
        }

        @Override
        public long offer(final DirectBuffer buffer, final int offset, final int length) {
            return publication.offer(buffer, offset, length);
        }

        @Override
        public void close() {
            publication.close();
        }
    }

    private record In(Subscription subscription) implements InStream {
        @Override
        public int poll(final FragmentHandler handler, final int limit) {
            return subscription.poll(handler, limit);
        }

        @Override
        public String tryResolveChannelEndpointPort() {
            return subscription.tryResolveChannelEndpointPort();
        }

        @Override
        public void close() {
            subscription.close();
        }
    }
}
