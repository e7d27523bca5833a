package io.patchbay.gateway.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.agrona.ExpandableArrayBuffer;

import java.util.EnumMap;
import java.util.Map;

/**
 * One server frame as JSON, for one or many sessions. A long frame is framed once for each {@link Framing} and shared by
 * reference; a short one is copied into the batches of the connections. A frame is filled, written and ended within one duty
 * cycle.
 */
public final class EncodedFrame {
    /**
     * Length from which on a frame is shared. Below it, a copy costs less than a separate buffer in the queue of each connection.
     */
    private static final int SHARED_FROM_BYTES = 8 * 1_024;

    private final ByteBufAllocator allocator;
    private final ExpandableArrayBuffer json = new ExpandableArrayBuffer(4_096);
    private final Map<Framing, ByteBuf> framed = new EnumMap<>(Framing.class);
    private int length;

    public EncodedFrame(final ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    /** Returns the buffer into which an encoder writes the JSON. */
    public ExpandableArrayBuffer json() {
        return json;
    }

    /** Sets the length of the JSON, which is then complete. */
    public EncodedFrame length(final int lengthBytes) {
        length = lengthBytes;
        return this;
    }

    public int length() {
        return length;
    }

    public boolean isShareable() {
        return length >= SHARED_FROM_BYTES;
    }

    public void writeTo(final ByteBuf out, final Framing framing) {
        framing.write(json.byteArray(), length, out);
    }

    /** Returns a view of the one framed buffer. The caller must release it. */
    public ByteBuf share(final Framing framing) {
        ByteBuf buffer = framed.get(framing);
        if (buffer == null) {
            buffer = allocator.directBuffer(length + Framing.OVERHEAD_BYTES);
            writeTo(buffer, framing);
            framed.put(framing, buffer);
        }
        return buffer.retainedDuplicate();
    }

    /** Releases the shared buffers. Called when all receivers have got the frame. */
    public void end() {
        if (!framed.isEmpty()) {
            framed.values().forEach(ByteBuf::release);
            framed.clear();
        }
    }
}
