package io.patchbay.delivery;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;

/**
 * A cache of the Aeron instances that receive the broadcasts of an instance, or one of its custom events. Streams of events ask
 * for the same audience again and again. A change of the registered instances, or of what they listen to, voids all entries. Used
 * by {@link Delivery} on its thread; a hit allocates nothing.
 */
final class AudienceCache {
    /** Number of entries; a new one replaces the one in its place. A power of two. */
    private static final int ENTRIES = 256;

    private final Entry[] entries = new Entry[ENTRIES];
    private long version;

    /** Voids all entries: the instances have changed, or what they listen to. */
    void invalidate() {
        version++;
    }

    /**
     * Returns the entry for a sender's broadcasts (an empty event name) or for one of its custom events; it may still have to be
     * filled.
     */
    Entry entry(final long from, final DirectBuffer event) {
        final int length = event.capacity();
        long hash = from * 0x9E3779B97F4A7C15L + length;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + event.getByte(i);
        }
        final int slot = (int)(hash ^ hash >>> 32) & ENTRIES - 1;
        Entry entry = entries[slot];
        if (entry == null) {
            entry = new Entry();
            entries[slot] = entry;
        }
        if (entry.version != version || !entry.isOf(from, event, length)) {
            entry.begin(from, event, length, version);
        }
        return entry;
    }

    /** The receivers of one kind of event. */
    static final class Entry {
        private final List<Receiver> hearers = new ArrayList<>();
        private final UnsafeBuffer event = new UnsafeBuffer(new byte[0]);
        private long version = -1;
        private long from;
        private boolean isFilled;

        private boolean isOf(final long sender, final DirectBuffer name, final int length) {
            if (sender != from || length != event.capacity()) {
                return false;
            }
            for (int i = 0; i < length; i++) {
                if (name.getByte(i) != event.getByte(i)) {
                    return false;
                }
            }
            return true;
        }

        private void begin(final long sender, final DirectBuffer name, final int length, final long now) {
            if (!isOf(sender, name, length)) {
                from = sender;
                event.wrap(new byte[length]);
                event.putBytes(0, name, 0, length);
            }
            version = now;
            hearers.clear();
            isFilled = false;
        }

        /** Returns whether the hearers are known; if not, the caller adds them and calls {@link #filled()}. */
        boolean isFilled() {
            return isFilled;
        }

        void add(final Receiver hearer) {
            hearers.add(hearer);
        }

        void filled() {
            isFilled = true;
        }

        int size() {
            return hearers.size();
        }

        Receiver get(final int i) {
            return hearers.get(i);
        }
    }
}
