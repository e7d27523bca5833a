package io.patchbay.gateway.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bounds the memory for incomplete frames of all connections together. Above the limit, the connection with the oldest incomplete
 * frame is closed. So sockets that send a byte at a time cannot use up the memory of those that send whole frames. One thread.
 */
public final class HeldInput {
    /** A connection that holds an incomplete frame. */
    public interface Holder {
        /** Ends the connection and releases what it holds. */
        void evict();
    }

    private final long limitBytes;
    private final Map<Holder, Integer> held = new LinkedHashMap<>();
    private long totalBytes;

    public HeldInput(final long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** Sets the number of bytes that a connection holds for one incomplete frame. */
    public void hold(final Holder holder, final int bytes) {
        final Integer before = held.put(holder, bytes);
        totalBytes += bytes - (before == null ? 0 : before);
        while (totalBytes > limitBytes && held.size() > 1) {
            final Iterator<Holder> oldest = held.keySet().iterator();
            final Holder evicted = oldest.next();
            release(evicted);
            evicted.evict();
        }
    }

    /** Notes that a connection's frame is complete or the connection has ended. May be called twice. */
    public void release(final Holder holder) {
        final Integer bytes = held.remove(holder);
        if (bytes != null) {
            totalBytes -= bytes;
        }
    }

    long totalBytes() {
        return totalBytes;
    }
}
