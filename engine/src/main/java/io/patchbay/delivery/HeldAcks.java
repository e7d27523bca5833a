package io.patchbay.delivery;

import io.patchbay.aeron.Backlog;
import io.patchbay.aeron.FrameHeader;

import org.agrona.DirectBuffer;

/**
 * Acks that wait for the disk ({@code --sync interval}), in the order of their records. Owned by {@link Delivery}.
 */
final class HeldAcks {
    private final Backlog acks = new Backlog();

    boolean isEmpty() {
        return acks.isEmpty();
    }

    void add(final Receiver to, final DirectBuffer frame, final int length) {
        acks.add(frame, 0, length, to.id, to.isGateway() ? 1 : 0);
    }

    /** Sends the acks of records up to an index; receivers that have left in the meantime get none. */
    void release(final long syncedIndex, final Receivers receivers) {
        while (!acks.isEmpty() && FrameHeader.index(acks.buffer(), acks.firstOffset()) <= syncedIndex) {
            final long id = acks.firstNumber();
            final Receiver to = acks.secondNumber() == 1 ? receivers.gatewayById.get(id) : receivers.instanceById.get(id);
            if (to != null && to.isTracked) {
                receivers.send(to, acks.buffer(), acks.firstOffset(), acks.firstLength());
            }
            acks.removeFirst();
        }
    }

    void clear() {
        acks.clear();
    }
}
