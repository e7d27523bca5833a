package io.patchbay.simulation;

import io.patchbay.aeron.InStream;
import io.patchbay.aeron.SenderGoneHandler;

import io.aeron.logbuffer.FragmentHandler;

import java.util.ArrayList;
import java.util.List;

/**
 * A fake of Aeron's {@code Subscription}. It polls its images in any order.
 */
final class SimSubscription implements InStream {
    final long registrationId;
    final int streamId;
    final int driver;
    final List<SimImage> images = new ArrayList<>(2);
    boolean isOpen;
    final SimAeron aeron;
    private final SenderGoneHandler ended;

    SimSubscription(final SimAeron aeron, final int streamId, final SenderGoneHandler ended) {
        this.aeron = aeron;
        this.streamId = streamId;
        this.ended = ended;
        driver = aeron.driver;
        registrationId = aeron.streams.nextId();
    }

    @Override
    public int poll(final FragmentHandler handler, final int limit) {
        final int size = images.size();
        if (size == 0) {
            return 0;
        }
        aeron.process.step();
        int count = 0;
        int at = size == 1 ? 0 : aeron.streams.random.below(size);
        for (int i = 0; i < size && at < images.size(); i++) {
            count += images.get(at).poll(handler, limit - count);
            at = at + 1 == size ? 0 : at + 1;
        }
        closeOver();
        return count;
    }

    @Override
    public String tryResolveChannelEndpointPort() {
        throw new IllegalStateException("no UDP in the simulation");
    }

    private void closeOver() {
        for (int i = images.size() - 1; i >= 0; i--) {
            final SimImage image = images.get(i);
            if (image.isOver()) {
                images.remove(i);
                image.close();
                if (ended != null) {
                    ended.onSenderGone(image.correlationId(), image.sessionId());
                }
            }
        }
    }

    @Override
    public void close() {
        aeron.subscriptions.remove(this);
        aeron.streams.subscriptions.remove(this);
        while (!images.isEmpty()) {
            final SimImage image = images.remove(images.size() - 1);
            image.close();
            if (ended != null && aeron.process.isAlive) {
                ended.onSenderGone(image.correlationId(), image.sessionId());
            }
        }
    }
}
