package io.patchbay.simulation;

import io.patchbay.aeron.SenderGoneHandler;
import io.patchbay.aeron.StreamClient;

import io.aeron.ErrorCode;
import io.aeron.exceptions.RegistrationException;
import io.aeron.logbuffer.Header;
import org.agrona.collections.IntHashSet;

import java.util.ArrayList;
import java.util.List;

/**
 * A fake of Aeron's client of one process.
 */
final class SimAeron implements StreamClient, AutoCloseable {
    final SimStreams streams;
    final SimProcess process;
    final int driver;
    final List<SimPublication> publications = new ArrayList<>();
    final List<SimSubscription> subscriptions = new ArrayList<>();
    /** Streams that are never made, by a deliberate fault. */
    private final IntHashSet refused = new IntHashSet();
    long buriedNs;
    private boolean isClosed;

    SimAeron(final SimStreams streams, final SimProcess process) {
        this.streams = streams;
        this.process = process;
        driver = streams.driver();
    }

    @Override
    public long addPublication(final String channel, final int streamId) {
        final SimPublication publication = new SimPublication(this, streamId);
        if (!refused.contains(streamId)) {
            publications.add(publication);
        }
        return publication.registrationId;
    }

    @Override
    public SimPublication publication(final long registrationId) {
        for (int i = 0; i < publications.size(); i++) {
            final SimPublication publication = publications.get(i);
            if (publication.registrationId == registrationId) {
                if (!publication.isOpen && driver == streams.driver() && !streams.random.oneIn(4)) {
                    if (streams.isShort()) {
                        publications.remove(i);
                        if (streams.parts.isRefusedForGood()) {
                            refused.add(publication.streamId);
                        }
                        throw new RegistrationException(registrationId, ErrorCode.STORAGE_SPACE.value(),
                            ErrorCode.STORAGE_SPACE, "no room");
                    }
                    publication.isOpen = true;
                    streams.add(publication);
                }
                return publication.isOpen ? publication : null;
            }
        }
        return null;
    }

    @Override
    public void removePublication(final long registrationId) {
        publications.removeIf(publication -> publication.registrationId == registrationId);
    }

    @Override
    public long addSubscription(final String channel, final int streamId, final SenderGoneHandler ended) {
        final SimSubscription subscription = new SimSubscription(this, streamId, ended);
        subscriptions.add(subscription);
        return subscription.registrationId;
    }

    @Override
    public SimSubscription subscription(final long registrationId) {
        for (int i = 0; i < subscriptions.size(); i++) {
            final SimSubscription subscription = subscriptions.get(i);
            if (subscription.registrationId == registrationId) {
                if (!subscription.isOpen && driver == streams.driver() && !streams.random.oneIn(4)) {
                    subscription.isOpen = true;
                    streams.add(subscription);
                }
                return subscription.isOpen ? subscription : null;
            }
        }
        return null;
    }

    @Override
    public void removeSubscription(final long registrationId) {
        subscriptions.removeIf(subscription -> subscription.registrationId == registrationId);
    }

    @Override
    public boolean isClosed() {
        return isClosed;
    }

    @Override
    public long senderOf(final Header header) {
        return ((SimImage)header.context()).correlationId();
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            while (!publications.isEmpty()) {
                publications.get(publications.size() - 1).close();
            }
            while (!subscriptions.isEmpty()) {
                subscriptions.get(subscriptions.size() - 1).close();
            }
        }
    }
}
