package io.patchbay.gateway;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The connections that have not registered yet: at most so many, and so many of one address. Where there are more, the one that
 * has waited longest gives way: whoever means to register does so within moments. One thread.
 */
final class Newcomers {
    /** One of them. */
    interface Newcomer {
        /** Where it comes from. */
        InetAddress from();

        /** Its time is over: it closes. It counts no longer. */
        void evict();
    }

    private final int limit;
    private final int limitPerAddress;
    private final Set<Newcomer> all = new LinkedHashSet<>();
    private final Map<InetAddress, Set<Newcomer>> byAddress = new HashMap<>();

    Newcomers(final int limit, final int limitPerAddress) {
        this.limit = limit;
        this.limitPerAddress = limitPerAddress;
    }

    void add(final Newcomer newcomer) {
        final Set<Newcomer> ofAddress = byAddress.get(newcomer.from());
        if (ofAddress != null && ofAddress.size() >= limitPerAddress) {
            dismissEldest(ofAddress);
        } else if (all.size() >= limit) {
            dismissEldest(all);
        }
        all.add(newcomer);
        byAddress.computeIfAbsent(newcomer.from(), address -> new LinkedHashSet<>()).add(newcomer);
    }

    /** It has registered, or is gone; may be said twice. */
    void remove(final Newcomer newcomer) {
        if (all.remove(newcomer)) {
            final Set<Newcomer> ofAddress = byAddress.get(newcomer.from());
            ofAddress.remove(newcomer);
            if (ofAddress.isEmpty()) {
                byAddress.remove(newcomer.from());
            }
        }
    }

    private void dismissEldest(final Set<Newcomer> among) {
        final Iterator<Newcomer> eldest = among.iterator();
        final Newcomer dismissed = eldest.next();
        remove(dismissed);
        dismissed.evict();
    }

    int size() {
        return all.size();
    }
}
