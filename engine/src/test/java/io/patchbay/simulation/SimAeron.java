package io.patchbay.simulation;

import io.aeron.ErrorCode;
import io.aeron.exceptions.RegistrationException;

import java.util.ArrayList;
import java.util.List;

/**
 * A fake of Aeron's client of one process.
 */
public final class SimAeron implements AutoCloseable {
    final SimStreams streams;
    final SimProcess process;
    final int driver;
    final List<SimPublication> publications = new ArrayList<>();
    final List<SimSubscription> subscriptions = new ArrayList<>();
    long buriedNs;
    private boolean isClosed;

    SimAeron(final SimStreams streams, final SimProcess process) {
        this.streams = streams;
        this.process = process;
        driver = streams.driver();
    }

    /**
     * Adds a publication.
     *
     * @param channel  ignored.
     * @param streamId publications and subscriptions with the same stream id are connected.
     * @return a registration id.
     */
    public long asyncAddExclusivePublication(final String channel, final int streamId) {
        final SimPublication publication = new SimPublication(this, streamId);
        publications.add(publication);
        return publication.registrationId;
    }

    /**
     * Returns a publication.
     *
     * @param registrationId of the publication.
     * @return null while the driver has not answered.
     * @throws RegistrationException if the driver's directory has no room.
     */
    public SimPublication getExclusivePublication(final long registrationId) {
        for (int i = 0; i < publications.size(); i++) {
            final SimPublication publication = publications.get(i);
            if (publication.registrationId == registrationId) {
                if (!publication.isOpen && driver == streams.driver() && !streams.random.oneIn(4)) {
                    if (streams.isShort()) {
                        publications.remove(i);
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

    /**
     * Removes a publication that the driver has not opened yet.
     *
     * @param registrationId of the publication.
     */
    public void asyncRemovePublication(final long registrationId) {
        publications.removeIf(publication -> publication.registrationId == registrationId);
    }

    /**
     * Adds a subscription.
     *
     * @param channel     ignored.
     * @param streamId    publications and subscriptions with the same stream id are connected.
     * @param available   never called.
     * @param unavailable called at the end of each publication.
     * @return a registration id.
     */
    public long asyncAddSubscription(final String channel, final int streamId, final SimAvailable available,
        final SimUnavailable unavailable) {
        final SimSubscription subscription = new SimSubscription(this, streamId, unavailable);
        subscriptions.add(subscription);
        return subscription.registrationId;
    }

    /**
     * Returns a subscription.
     *
     * @param registrationId of the subscription.
     * @return null while the driver has not answered.
     */
    public SimSubscription getSubscription(final long registrationId) {
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

    /**
     * Removes a subscription that the driver has not opened yet.
     *
     * @param registrationId of the subscription.
     */
    public void asyncRemoveSubscription(final long registrationId) {
        subscriptions.removeIf(subscription -> subscription.registrationId == registrationId);
    }

    /**
     * Returns whether the client is closed.
     *
     * @return true once it is closed.
     */
    public boolean isClosed() {
        return isClosed;
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
