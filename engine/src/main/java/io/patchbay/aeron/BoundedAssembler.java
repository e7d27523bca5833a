package io.patchbay.aeron;

import static io.aeron.logbuffer.FrameDescriptor.BEGIN_FRAG_FLAG;
import static io.aeron.logbuffer.FrameDescriptor.END_FRAG_FLAG;
import static io.aeron.logbuffer.FrameDescriptor.UNFRAGMENTED;

import io.aeron.FragmentAssembler;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2IntHashMap;

import java.util.function.Consumer;

/**
 * An assembler of fragments for streams that any process can write to. Aeron's own assembler buffers fragments until the last one
 * comes, so a sender that never sends a last fragment could fill the memory. One thread.
 */
public final class BoundedAssembler implements FragmentHandler {
    private static final int NONE = -1;

    private final FragmentAssembler assembler;
    private final int maxBytes;
    private final Consumer<Header> tooLarge;
    /** Bytes received so far of the message that each session has begun. */
    private final Int2IntHashMap begun = new Int2IntHashMap(NONE);

    /**
     * Creates an assembler without any fragments.
     *
     * @param delegate receives whole messages.
     * @param maxBytes longest message, in bytes.
     * @param tooLarge called once for a longer message, with the header of the fragment that exceeds it.
     */
    public BoundedAssembler(final FragmentHandler delegate, final int maxBytes, final Consumer<Header> tooLarge) {
        assembler = new FragmentAssembler(delegate);
        this.maxBytes = maxBytes;
        this.tooLarge = tooLarge;
    }

    @Override
    public void onFragment(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        final byte flags = header.flags();
        if ((flags & UNFRAGMENTED) == UNFRAGMENTED || isWithinBound(flags, length, header)) {
            assembler.onFragment(buffer, offset, length, header);
        }
    }

    /**
     * Returns whether a fragment may be assembled. Also false for the fragments after a message that was too long, or without a
     * first one.
     */
    private boolean isWithinBound(final byte flags, final int length, final Header header) {
        final int session = header.sessionId();
        final int before = (flags & BEGIN_FRAG_FLAG) != 0 ? 0 : begun.get(session);
        if (before == NONE) {
            return false;
        }
        if (length > maxBytes - before) {
            freeSessionBuffer(session);
            tooLarge.accept(header);
            return false;
        }
        if ((flags & END_FRAG_FLAG) != 0) {
            begun.remove(session);
        } else {
            begun.put(session, before + length);
        }
        return true;
    }

    public void freeSessionBuffer(final int session) {
        begun.remove(session);
        assembler.freeSessionBuffer(session);
    }

    public void clear() {
        begun.clear();
        assembler.clear();
    }
}
