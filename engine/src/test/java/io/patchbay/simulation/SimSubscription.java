package io.patchbay.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * A fake of Aeron's {@code Subscription}. It polls its images in any order.
 */
public final class SimSubscription implements AutoCloseable {
    final long registrationId;
    final int streamId;
    final int driver;
    final List<SimImage> images = new ArrayList<>(2);
    boolean isOpen;
    final SimAeron aeron;
    private final SimUnavailable unavailable;

    SimSubscription(final SimAeron aeron, final int streamId, final SimUnavailable unavailable) {
        this.aeron = aeron;
        this.streamId = streamId;
        this.unavailable = unavailable;
        driver = aeron.driver;
        registrationId = aeron.streams.nextId();
    }

    /**
     * Polls its images.
     *
     * @param handler takes each frame.
     * @param limit   the largest number of frames.
     * @return the number of frames.
     */
    public int poll(final SimFragmentHandler handler, final int limit) {
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

    private void closeOver() {
        for (int i = images.size() - 1; i >= 0; i--) {
            final SimImage image = images.get(i);
            if (image.isOver()) {
                images.remove(i);
                image.close();
                if (unavailable != null) {
                    unavailable.onUnavailableImage(image);
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
            if (unavailable != null && aeron.process.isAlive) {
                unavailable.onUnavailableImage(image);
            }
        }
    }
}
