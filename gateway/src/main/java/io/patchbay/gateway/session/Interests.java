package io.patchbay.gateway.session;

import io.patchbay.protocol.EventName;

import org.agrona.DirectBuffer;

import java.util.List;

/**
 * The events that one session listens for, in a form that answers for each event without allocation. It follows the rules of
 * {@code io.patchbay.engine.Audience}.
 */
class Interests {
    private final int coreEvents;
    private final String[] custom;

    Interests(final List<String> listen, final boolean isService) {
        int bits = isService ? 1 << EventName.BROADCAST_MESSAGE.ordinal() : 0;
        for (final String entry : listen) {
            final EventName event = EventName.fromWire(entry);
            if (event != null) {
                bits |= 1 << event.ordinal();
            }
        }
        coreEvents = bits;
        custom = listen.stream().filter(entry -> entry.indexOf(':') >= 0).toArray(String[]::new);
    }

    boolean hears(final EventName event) {
        return (coreEvents & 1 << event.ordinal()) != 0;
    }

    boolean hasCustom() {
        return custom.length > 0;
    }

    boolean hears(final DirectBuffer service, final DirectBuffer event) {
        for (final String entry : custom) {
            final int colon = service.capacity();
            if (entry.length() > colon + 1 && entry.charAt(colon) == ':' && isPart(entry, 0, service)
                && (isWildcard(entry, colon + 1) || entry.length() - colon - 1 == event.capacity()
                    && isPart(entry, colon + 1, event))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWildcard(final String entry, final int from) {
        return entry.length() == from + 1 && entry.charAt(from) == '*';
    }

    private static boolean isPart(final String entry, final int from, final DirectBuffer part) {
        for (int i = 0; i < part.capacity(); i++) {
            if (entry.charAt(from + i) != part.getByte(i)) {
                return false;
            }
        }
        return true;
    }
}
