package io.patchbay.gateway.session;

import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The sessions that hear one custom event. Every session that listens for any custom event is asked once, and the result is kept
 * until a session comes or goes. So an event costs only as much as it has listeners.
 */
final class Audience {
    private final byte[] service;
    private final byte[] event;
    private final List<Session> sessions = new ArrayList<>();

    Audience(final DirectBuffer service, final DirectBuffer event, final Collection<Session> listeners) {
        this.service = bytes(service);
        this.event = bytes(event);
        for (final Session session : listeners) {
            if (session.interests().hears(service, event)) {
                sessions.add(session);
            }
        }
    }

    private static byte[] bytes(final DirectBuffer name) {
        final byte[] bytes = new byte[name.capacity()];
        name.getBytes(0, bytes);
        return bytes;
    }

    boolean isOf(final DirectBuffer otherService, final DirectBuffer otherEvent) {
        return isSame(event, otherEvent) && isSame(service, otherService);
    }

    private static boolean isSame(final byte[] name, final DirectBuffer other) {
        if (name.length != other.capacity()) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (name[i] != other.getByte(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the sessions, in no particular order. The list must not be changed. */
    List<Session> sessions() {
        return sessions;
    }
}
