package io.patchbay.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.agrona.ExpandableArrayBuffer;

import java.util.EnumMap;
import java.util.Map;

/**
 * One server frame as JSON, for one session or for many: what is long is framed once for each {@link Framing} and shared by
 * reference, what is short is copied into the connections' batches. Filled, written and ended within one duty cycle.
 */
final class EncodedFrame {
    /** From this length on a frame is shared; below, copying costs less than a buffer of its own in each connection's queue. */
    private static final int SHARED_FROM_BYTES = 8 * 1_024;

    private final ByteBufAllocator allocator;
    private final ExpandableArrayBuffer json = new ExpandableArrayBuffer(4_096);
    private final Map<Framing, ByteBuf> framed = new EnumMap<>(Framing.class);
    private int length;

    EncodedFrame(final ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Where an encoder writes the JSON. */
    ExpandableArrayBuffer json() {
        return json;
    }

    /** The JSON is complete. */
    EncodedFrame length(final int lengthBytes) {
        length = lengthBytes;
        return this;
    }

    int length() {
        return length;
    }

    boolean isShareable() {
        return length >= SHARED_FROM_BYTES;
    }

    void writeTo(final ByteBuf out, final Framing framing) {
        framing.write(json.byteArray(), length, out);
    }

    /** A view of the one framed buffer; the caller's to release. */
    ByteBuf share(final Framing framing) {
        ByteBuf buffer = framed.get(framing);
        if (buffer == null) {
            buffer = allocator.directBuffer(length + Framing.OVERHEAD_BYTES);
            writeTo(buffer, framing);
            framed.put(framing, buffer);
        }
        return buffer.retainedDuplicate();
    }

    /** Nobody else gets it. */
    void end() {
        if (!framed.isEmpty()) {
            framed.values().forEach(ByteBuf::release);
            framed.clear();
        }
    }
}
