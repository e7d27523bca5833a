package io.patchbay.delivery;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;

/**
 * Which Aeron instances hear the broadcasts of an instance, or a custom event of it, remembered from one event to the next:
 * streams of events ask the same again and again. Whatever changes who is there makes all of it void. Used by {@link Delivery}
 * on its thread; no allocation for what it remembers.
 */
final class AudienceCache {
    /** Kinds of event that are remembered at once; others take their places. A power of two. */
    private static final int ENTRIES = 256;

    private final Entry[] entries = new Entry[ENTRIES];
    private long version;

    /** Who is there has changed, or what they hear. */
    void invalidate() {
        version++;
    }

    /** The entry of a sender's broadcasts (no event), or of a custom event; ask it whether it is valid. */
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

    /** Who hears one kind of event. */
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

        /** False: the hearers are to be added, then it is to be called filled. */
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
