package io.patchbay.host;

import io.patchbay.data.GatewaySlots;
import io.patchbay.protocol.StreamIds;

import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;

/**
 * Tracks which gateways have started by the journal, and which of them are alive. A gateway holds the lock of its slot for as
 * long as its process lives. Used by the {@link EngineAgent} on its thread.
 */
final class GatewayWatch {
    private static final long NO_SLOT = -1;

    private final GatewaySlots slots;
    private final Long2LongHashMap slotByGateway = new Long2LongHashMap(NO_SLOT);
    private final LongHashSet reported = new LongHashSet();
    private final LongArrayList dead = new LongArrayList();

    GatewayWatch(final GatewaySlots slots) {
        this.slots = slots;
    }

    /** Forgets all gateways, since a fold begins. */
    void clear() {
        slotByGateway.clear();
    }

    /** Adds a gateway. A gateway that had the slot before is lost; the engine concludes so by itself. */
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

    /** Marks a gateway's loss as written. Returns false where the gateway has left or its loss was written before. */
    boolean report(final long gateway) {
        return slotByGateway.containsKey(gateway) && reported.add(gateway);
    }

    /**
     * Returns whether the slot is held by a process that may be this gateway. A process writes its gateway's id into the slot
     * right after it has appended its record.
     */
    boolean lives(final long gateway, final int slot) {
        if (!slots.isSlotHeld(slot)) {
            return false;
        }
        final long holder = slots.gatewayInSlot(slot);
        return holder == gateway || holder == 0;
    }

    /** Returns whether a gateway that has started by the journal is certainly alive. */
    boolean hasSlot(final long gateway) {
        final long slot = slotByGateway.get(gateway);
        return slot != NO_SLOT && hasSlot(gateway, (int)slot);
    }

    /** Returns whether a gateway is certainly alive: it holds the slot, with its id written there. */
    boolean hasSlot(final long gateway, final int slot) {
        return slots.isSlotHeld(slot) && slots.gatewayInSlot(slot) == gateway;
    }

    /** Returns the gateways that have started by the journal and are not alive, in order of their start. The list is reused. */
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

    /** Returns the gateways that hold a slot and have written their ids there, in order of their slots. */
    LongArrayList living() {
        final LongArrayList living = new LongArrayList();
        for (int slot = 0; slot < StreamIds.MAX_GATEWAYS; slot++) {
            if (slots.isSlotHeld(slot)) {
                final long gateway = slots.gatewayInSlot(slot);
                if (gateway != 0) {
                    living.addLong(gateway);
                }
            }
        }
        return living;
    }
}
