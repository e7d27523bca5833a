package io.patchbay.gateway.session;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The connections that have not registered yet. Their number is bounded, in total and for each address. At a bound, the oldest
 * connection is closed, since a client that means to register does so within moments. One thread.
 */
public final class Newcomers {
    /** A connection that has not registered yet. */
    public interface Newcomer {
        /** Returns the address of its peer. */
        InetAddress from();

        /** Closes the connection. It is no longer counted. */
        void evict();
    }

    private final int limit;
    private final int limitPerAddress;
    private final Set<Newcomer> all = new LinkedHashSet<>();
    private final Map<InetAddress, Set<Newcomer>> byAddress = new HashMap<>();

    public Newcomers(final int limit, final int limitPerAddress) {
        this.limit = limit;
        this.limitPerAddress = limitPerAddress;
    }

    public void add(final Newcomer newcomer) {
        final Set<Newcomer> ofAddress = byAddress.get(newcomer.from());
        if (ofAddress != null && ofAddress.size() >= limitPerAddress) {
            evictOldest(ofAddress);
        } else if (all.size() >= limit) {
            evictOldest(all);
        }
        all.add(newcomer);
        byAddress.computeIfAbsent(newcomer.from(), address -> new LinkedHashSet<>()).add(newcomer);
    }

    /** Removes a connection that has registered or has ended. May be called twice. */
    public void remove(final Newcomer newcomer) {
        if (all.remove(newcomer)) {
            final Set<Newcomer> ofAddress = byAddress.get(newcomer.from());
            ofAddress.remove(newcomer);
            if (ofAddress.isEmpty()) {
                byAddress.remove(newcomer.from());
            }
        }
    }

    private void evictOldest(final Set<Newcomer> among) {
        final Iterator<Newcomer> oldest = among.iterator();
        final Newcomer evicted = oldest.next();
        remove(evicted);
        evicted.evict();
    }

    int size() {
        return all.size();
    }
}
