package io.patchbay.gateway;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The memory in which beginnings of frames wait for their ends, of all connections together: where it is more than it may be,
 * the connection whose frame has been coming for the longest time gives way. So sockets that drip cannot use up the memory of
 * those that send whole frames. One thread.
 */
final class HeldInput {
    /** Who holds some. */
    interface Holder {
        /** It ends, and releases what it holds. */
        void giveUp();
    }

    private final long limitBytes;
    private final Map<Holder, Integer> held = new LinkedHashMap<>();
    private long totalBytes;

    HeldInput(final long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** It holds so many bytes now, of one frame. */
    void hold(final Holder holder, final int bytes) {
        final Integer before = held.put(holder, bytes);
        totalBytes += bytes - (before == null ? 0 : before);
        while (totalBytes > limitBytes && held.size() > 1) {
            final Iterator<Holder> eldest = held.keySet().iterator();
            final Holder dismissed = eldest.next();
            release(dismissed);
            dismissed.giveUp();
        }
    }

    /** Its frame is whole, or it has ended; may be said twice. */
    void release(final Holder holder) {
        final Integer bytes = held.remove(holder);
        if (bytes != null) {
            totalBytes -= bytes;
        }
    }

    long totalBytes() {
        return totalBytes;
    }
}
