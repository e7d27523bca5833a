package io.patchbay.journal;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.core.UnsafeMemory;
import net.openhft.chronicle.core.io.ReferenceOwner;
import net.openhft.chronicle.wire.Wires;

/**
 * Steps from record to record within one mapped block by their headers, after the first of them has been found: the next
 * header is one volatile read away, so asking for news costs next to nothing. Holds the block for as long as it is in it.
 * One thread.
 *
 * <p>Whatever is no record within the block, such as its end or the end of the file, is left to a {@link CycleWalk}.
 */
final class BlockWalk {
    /** At {@link #next()}: nothing new, nor a reason to look further. */
    static final int NOTHING = -1;
    /** At {@link #next()}: what comes next must be found. */
    static final int LOST = -2;

    private static final UnsafeMemory MEMORY = UnsafeMemory.INSTANCE;

    private final ReferenceOwner owner = ReferenceOwner.temporary("block-walk");
    private BytesStore<?, ?> block;
    /** Address of the next header; 0 while it is in no block. */
    private long header;
    private long end;
    private long index;
    /** The block's position in the file, and its address. */
    private long start;
    private long base;
    private int headerAlignment;

    /** Who holds the block. */
    ReferenceOwner owner() {
        return owner;
    }

    /**
     * Goes on in a block, which is already held for {@link #owner()}, at a header or where one will be.
     *
     * @param alignment  of headers, 4 or 1.
     * @param fileLength what is beyond the file's end must not be touched.
     */
    void begin(final MappedBytesStore store, final long position, final long nextIndex, final int alignment,
        final long fileLength) {
        leave();
        block = store;
        headerAlignment = alignment;
        start = store.start();
        base = store.addressForRead(start);
        header = base + position - start;
        end = base + Math.min(store.capacity(), fileLength) - start;
        index = nextIndex - 1;
    }

    /** Where in the file the next header is. */
    long position() {
        return start + header - base;
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
        if (header + Wires.SPB_HEADER_SIZE <= end) {
            final int word = MEMORY.readVolatileInt(header);
            if (word == Wires.NOT_INITIALIZED) {
                return NOTHING;
            }
            if ((word & Wires.NOT_COMPLETE) != 0) {
                // Being written, or the writer was killed over it: whoever writes next clears it away.
                return word == Wires.NOT_COMPLETE ? NOTHING : LOST;
            }
            final int length = word & Wires.LENGTH_MASK;
            if (length > end - header - Wires.SPB_HEADER_SIZE) {
                return LOST;
            }
            // What is between records, the file's index, is looked at before it is passed over.
            return (word & Wires.META_DATA) == 0 ? length : LOST;
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

    /** A block begins on a page. */
    private long align(final long address) {
        return address + headerAlignment - 1 & -headerAlignment;
    }
}
