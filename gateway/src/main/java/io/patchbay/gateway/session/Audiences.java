package io.patchbay.gateway.session;

import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.Arrays;
import java.util.List;

/**
 * The sessions that listen for custom events, with a cache of the audience of each recent event. One thread. While no session
 * comes or goes, an event allocates nothing.
 */
public final class Audiences {
    /** Size of the cache. Two events in the same slot replace each other. */
    private static final int SLOTS = 1_024;

    private final Long2ObjectHashMap<Session> listeners = new Long2ObjectHashMap<>();
    private final Audience[] recent = new Audience[SLOTS];

    void add(final Session session) {
        listeners.put(session.number(), session);
        Arrays.fill(recent, null);
    }

    void remove(final Session session) {
        if (listeners.remove(session.number()) != null) {
            Arrays.fill(recent, null);
        }
    }

    public boolean isEmpty() {
        return listeners.isEmpty();
    }

    /** Returns the sessions that hear an event. The list must not be changed. */
    public List<Session> of(final DirectBuffer service, final DirectBuffer event) {
        final int slot = hash(event, hash(service, 1)) & SLOTS - 1;
        Audience audience = recent[slot];
        if (audience == null || !audience.isOf(service, event)) {
            audience = new Audience(service, event, listeners.values());
            recent[slot] = audience;
        }
        return audience.sessions();
    }

    private static int hash(final DirectBuffer name, final int seed) {
        int hash = seed;
        for (int i = 0; i < name.capacity(); i++) {
            hash = hash * 31 + name.getByte(i);
        }
        return hash ^ hash >>> 15;
    }
}
