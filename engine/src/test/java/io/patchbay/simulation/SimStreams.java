package io.patchbay.simulation;

import java.util.ArrayList;
import java.util.List;

/** All streams of the machine, and the media driver, without which no stream is opened. */
final class SimStreams {
    /** Bytes that a stream holds for its reader; above that it is back-pressured. */
    static final int WINDOW_BYTES = 8 * 1_024;

    final SimClock clock;
    final SimRandom random;
    final MachineParts parts;
    final List<SimPublication> publications = new ArrayList<>();
    final List<SimSubscription> subscriptions = new ArrayList<>();
    final Trace trace;
    /** Number of the engine's beats. */
    long beats;
    boolean isEngineLive;
    private final List<SimAeron> dead = new ArrayList<>();
    private final List<byte[]> buffers = new ArrayList<>();
    private int driver;
    private boolean isDriverUp;
    private long shortUntilNs;
    private long nextId;

    SimStreams(final SimClock clock, final SimRandom random, final MachineParts parts, final Trace trace) {
        this.parts = parts;
        this.trace = trace;
        this.clock = clock;
        this.random = random;
    }

    void reset() {
        publications.clear();
        subscriptions.clear();
        dead.clear();
        driver++;
        isDriverUp = true;
        shortUntilNs = 0;
    }

    int driver() {
        return driver;
    }

    boolean isDriverUp() {
        return isDriverUp;
    }

    /** Kills the driver. Open streams keep working until their owners notice, but nothing new is connected to them. */
    void killDriver() {
        driver++;
        isDriverUp = false;
    }

    void startDriver() {
        isDriverUp = true;
    }

    /** Leaves no room for new streams in the driver's directory, for a while. */
    void fill(final long ns) {
        shortUntilNs = clock.nowNs + ns;
    }

    boolean isShort() {
        return clock.nowNs < shortUntilNs;
    }

    long nextId() {
        return ++nextId;
    }

    /** Notes that the process of a client has died. The driver notices later. */
    void bury(final SimAeron aeron) {
        aeron.buriedNs = clock.nowNs + random.below(300) * SimClock.MS;
        dead.add(aeron);
    }

    /** Closes the streams of dead processes that the driver has noticed. */
    void poll() {
        for (int i = dead.size() - 1; i >= 0; i--) {
            if (clock.nowNs >= dead.get(i).buriedNs) {
                dead.remove(i).close();
            }
        }
    }

    void add(final SimPublication publication) {
        for (int i = 0; i < subscriptions.size(); i++) {
            final SimSubscription subscription = subscriptions.get(i);
            if (subscription.driver == publication.driver && subscription.streamId == publication.streamId) {
                connect(publication, subscription);
            }
        }
        publications.add(publication);
    }

    void add(final SimSubscription subscription) {
        for (int i = 0; i < publications.size(); i++) {
            final SimPublication publication = publications.get(i);
            if (publication.driver == subscription.driver && publication.streamId == subscription.streamId) {
                connect(publication, subscription);
            }
        }
        subscriptions.add(subscription);
    }

    byte[] takeBuffer() {
        return buffers.isEmpty() ? new byte[4 * WINDOW_BYTES] : buffers.remove(buffers.size() - 1);
    }

    void giveBuffer(final byte[] buffer) {
        if (buffer.length == 4 * WINDOW_BYTES && buffers.size() < 64) {
            buffers.add(buffer);
        }
    }

    /** Connects a publication and a subscription. A later reader begins where the slowest reader is. */
    private void connect(final SimPublication publication, final SimSubscription subscription) {
        final SimImage image = new SimImage(this, publication);
        SimImage slowest = null;
        for (int i = 0; i < publication.images.size(); i++) {
            final SimImage other = publication.images.get(i);
            slowest = slowest == null || other.unreadBytes() > slowest.unreadBytes() ? other : slowest;
        }
        if (slowest != null) {
            image.putUnreadOf(slowest);
        }
        trace.connected(publication, subscription);
        publication.images.add(image);
        subscription.images.add(image);
    }
}
