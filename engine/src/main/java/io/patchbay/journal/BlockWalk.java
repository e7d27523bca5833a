package io.patchbay.journal;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.core.UnsafeMemory;
import net.openhft.chronicle.core.io.ReferenceOwner;
import net.openhft.chronicle.wire.Wires;

/**
 * Steps from record to record within one mapped block by their headers, after a tailer has found the first of them: the next
 * header is one volatile read away, so asking for news costs next to nothing. Holds the block for as long as it is in it.
 * One thread.
 *
 * <p>Whatever is no record within the block, such as its end or the end of the file, is left to the tailer.
 */
final class BlockWalk {
    /** At {@link #next()}: nothing new, nor a reason to ask the tailer. */
    static final int NOTHING = -1;
    /** At {@link #next()}: the tailer must find what comes next. */
    static final int LOST = -2;

    private static final UnsafeMemory MEMORY = UnsafeMemory.INSTANCE;
    private static final int ALIGNMENT = Wires.SPB_HEADER_SIZE;

    private final ReferenceOwner owner = ReferenceOwner.temporary("block-walk");
    private BytesStore<?, ?> block;
    /** Address of the next header; 0 while it is in no block. */
    private long header;
    private long end;
    private long index;

    /** Goes on after a document that the tailer has found. */
    void begin(final Bytes<?> bytes, final long documentIndex, final int length) {
        final BytesStore<?, ?> store = bytes.bytesStore();
        if (!(store instanceof MappedBytesStore) || !store.inside(bytes.readPosition(), length)) {
            leave();
            return;
        }
        if (store != block) {
            leave();
            store.reserve(owner);
            block = store;
        }
        header = align(store.addressForRead(bytes.readPosition()) + length);
        end = store.addressForRead(store.start()) + store.capacity() - store.start();
        index = documentIndex;
    }

    boolean isInBlock() {
        return header != 0;
    }

    /** Nothing has been written since: a volatile read. False where that cannot be said so quickly. */
    boolean isAtEnd() {
        return header != 0 && header + Wires.SPB_HEADER_SIZE <= end && MEMORY.readVolatileInt(header) == 0;
    }

    /** Length of the next record; {@link #NOTHING} or {@link #LOST}. */
    int next() {
        while (header + Wires.SPB_HEADER_SIZE <= end) {
            final int word = MEMORY.readVolatileInt(header);
            if (word == Wires.NOT_INITIALIZED) {
                return NOTHING;
            }
            if ((word & Wires.NOT_COMPLETE) != 0) {
                // Being written, or the writer was killed over it: whoever writes next clears it away.
                return word == Wires.END_OF_DATA ? LOST : NOTHING;
            }
            final int length = word & Wires.LENGTH_MASK;
            if (length > end - header - Wires.SPB_HEADER_SIZE) {
                return LOST;
            }
            if ((word & Wires.META_DATA) == 0) {
                return length;
            }
            header = align(header + Wires.SPB_HEADER_SIZE + length);
        }
        return LOST;
    }

    /** Where the record of that length begins. */
    long address() {
        return header + Wires.SPB_HEADER_SIZE;
    }

    /** Its index. */
    long index() {
        return index + 1;
    }

    /** Steps over that record. */
    void step(final int length) {
        header = align(header + Wires.SPB_HEADER_SIZE + length);
        index++;
    }

    void leave() {
        header = 0;
        if (block != null) {
            final BytesStore<?, ?> left = block;
            block = null;
            left.release(owner);
        }
    }

    /** Headers lie on multiples of four bytes; a block begins on a page. */
    private static long align(final long address) {
        return address + ALIGNMENT - 1 & -ALIGNMENT;
    }
}
