package io.patchbay.journal.file;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.core.UnsafeMemory;
import net.openhft.chronicle.core.io.ReferenceOwner;
import net.openhft.chronicle.wire.Wires;

/**
 * A walk from record to record within one mapped block, by their headers. A {@link CycleWalk} finds the first record; after that
 * the next header is one volatile read away, so polling is cheap. The block is held while the walk is in it. One thread.
 *
 * <p>Anything in the block that is not a record, such as the end of the block or of the file, is left to a {@link CycleWalk}.
 */
public final class BlockWalk {
    /** Result of {@link #next()}: there is no new record, and no reason to look further. */
    static final int NOTHING = -1;
    /** Result of {@link #next()}: the next record is not here, a {@link CycleWalk} must find it. */
    public static final int LOST = -2;

    private static final UnsafeMemory MEMORY = UnsafeMemory.INSTANCE;

    private final ReferenceOwner owner = ReferenceOwner.temporary("block-walk");
    private BytesStore<?, ?> block;
    /** Address of the next header; 0 while the walk is in no block. */
    private long header;
    private long end;
    private long index;
    /** Position of the block in the file. */
    private long start;
    /** Address of the block. */
    private long base;
    private int headerAlignment;

    /** Returns the reference owner that holds the block. */
    public ReferenceOwner owner() {
        return owner;
    }

    /**
     * Enters a block, which is already held for {@link #owner()}, at a header or where one will be written.
     *
     * @param alignment  alignment of headers in bytes, 4 or 1.
     * @param fileLength length of the file; bytes beyond it must not be touched.
     */
    public void begin(final MappedBytesStore store, final long position, final long nextIndex, final int alignment,
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

    /** Returns the position of the next header in the file. */
    public long position() {
        return start + header - base;
    }

    public boolean isInBlock() {
        return header != 0;
    }

    /** Returns whether nothing has been written since; one volatile read. False also if that cannot be decided so quickly. */
    public boolean isAtEnd() {
        return header != 0 && header + Wires.SPB_HEADER_SIZE <= end && MEMORY.readVolatileInt(header) == 0;
    }

    /** Returns the length of the next record, {@link #NOTHING} or {@link #LOST}. */
    public int next() {
        if (header + Wires.SPB_HEADER_SIZE <= end) {
            final int word = MEMORY.readVolatileInt(header);
            if (word == Wires.NOT_INITIALIZED) {
                return NOTHING;
            }
            if ((word & Wires.NOT_COMPLETE) != 0) {
                // The record is being written, or its writer was killed meanwhile: the next writer clears it away.
                return word == Wires.NOT_COMPLETE ? NOTHING : LOST;
            }
            final int length = word & Wires.LENGTH_MASK;
            if (length > end - header - Wires.SPB_HEADER_SIZE) {
                return LOST;
            }
            // Documents between records, such as the file's index, are checked before they are skipped.
            return (word & Wires.META_DATA) == 0 ? length : LOST;
        }
        return LOST;
    }

    /** Returns the address of the next record. */
    public long address() {
        return header + Wires.SPB_HEADER_SIZE;
    }

    /** Returns the index of the next record. */
    public long index() {
        return index + 1;
    }

    /** Steps over the next record, which has the given length. */
    public void step(final int length) {
        header = align(header + Wires.SPB_HEADER_SIZE + length);
        index++;
    }

    public void leave() {
        header = 0;
        if (block != null) {
            final BytesStore<?, ?> left = block;
            block = null;
            left.release(owner);
        }
    }

    /** Aligns an address as its position: a block begins on a page. */
    private long align(final long address) {
        return address + headerAlignment - 1 & -headerAlignment;
    }
}
