package io.patchbay.host;

import io.patchbay.journal.DataDirectory;
import io.patchbay.protocol.StreamIds;

import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;

/**
 * Which gateways the journal says are there, and which of them live: a gateway holds the lock of its slot for as long as its
 * process does. Used by the {@link EngineAgent} on its thread.
 */
final class GatewayWatch {
    private static final long NO_SLOT = -1;

    private final DataDirectory directory;
    private final Long2LongHashMap slotByGateway = new Long2LongHashMap(NO_SLOT);
    private final LongHashSet reported = new LongHashSet();
    private final LongArrayList dead = new LongArrayList();

    GatewayWatch(final DataDirectory directory) {
        this.directory = directory;
    }

    /** A fold begins. */
    void clear() {
        slotByGateway.clear();
    }

    /** Whoever had the slot before is gone; the engine knows by itself. */
    void onStarted(final long gateway, final int slot) {
        dead.clear();
        for (final Long2LongHashMap.EntryIterator i = slotByGateway.entrySet().iterator(); i.hasNext();) {
            i.next();
            if (i.getLongValue() == slot) {
                dead.addLong(i.getLongKey());
            }
        }
        for (int i = 0; i < dead.size(); i++) {
            onLost(dead.getLong(i));
        }
        slotByGateway.put(gateway, slot);
    }

    void onLost(final long gateway) {
        slotByGateway.remove(gateway);
        reported.remove(gateway);
    }

    /** Is it there, and has its loss not been written yet? From then on the loss counts as written. */
    boolean report(final long gateway) {
        return slotByGateway.containsKey(gateway) && reported.add(gateway);
    }

    /** Does a process that may be this gateway hold its slot? It writes its index there right after its record. */
    boolean lives(final long gateway, final int slot) {
        if (!directory.isSlotHeld(slot)) {
            return false;
        }
        final long holder = directory.gatewayInSlot(slot);
        return holder == gateway || holder == 0;
    }

    /** Does a gateway that is there by the journal live beyond doubt? */
    boolean hasSlot(final long gateway) {
        final long slot = slotByGateway.get(gateway);
        return slot != NO_SLOT && hasSlot(gateway, (int)slot);
    }

    /** Does it live beyond doubt? */
    boolean hasSlot(final long gateway, final int slot) {
        return directory.isSlotHeld(slot) && directory.gatewayInSlot(slot) == gateway;
    }

    /** Gateways that are there by the journal and not alive, in order of their start; a view. */
    LongArrayList dead() {
        dead.clear();
        for (final Long2LongHashMap.EntryIterator i = slotByGateway.entrySet().iterator(); i.hasNext();) {
            i.next();
            final long gateway = i.getLongKey();
            if (!reported.contains(gateway) && !lives(gateway, (int)i.getLongValue())) {
                dead.addLong(gateway);
            }
        }
        dead.sort(null);
        return dead;
    }

    /** Collects the gateways that hold a slot and have said who they are. */
    LongArrayList living() {
        final LongArrayList living = new LongArrayList();
        for (int slot = 0; slot < StreamIds.MAX_GATEWAYS; slot++) {
            if (directory.isSlotHeld(slot)) {
                final long gateway = directory.gatewayInSlot(slot);
                if (gateway != 0) {
                    living.addLong(gateway);
                }
            }
        }
        return living;
    }
}
