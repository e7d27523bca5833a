package io.patchbay.journal.file;

import io.patchbay.journal.record.FormatException;

import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.wire.Wires;

/**
 * The head of one of the journal's files: the positions of its last record and of its index. Chronicle writes it in place while
 * records are appended. This object is immutable; it is read anew each time.
 */
public final class CycleHead {
    private static final int MAX_BYTES = 4_096;
    private static final int MIN_SHIFT = 32;
    private static final int MAX_INDEX_COUNT = 1 << 20;
    private static final int POSITION_AND_SEQUENCE = 2;

    private final long end;
    private final long writePositionAt;
    private final long writePosition;
    private final long positionAndSequence;
    private final int indexCount;
    private final int indexSpacing;
    private final long index2Index;
    private final boolean isPadded;

    private CycleHead(final CycleFile file, final int length) {
        final FileCursor in = new FileCursor(file, Wires.SPB_HEADER_SIZE, Wires.SPB_HEADER_SIZE + (long)length);
        in.expectEvent("header");
        final long storeEnd = in.expectType("SCQStore");
        in.expectField("writePosition");
        writePositionAt = in.array(POSITION_AND_SEQUENCE);
        final FileCursor rest = new FileCursor(file, writePositionAt + 2 * Long.BYTES, Wires.SPB_HEADER_SIZE + (long)length);
        rest.expectField("indexing");
        final long indexingEnd = rest.expectType("SCQSIndexing");
        rest.expectField("indexCount");
        indexCount = powerOfTwo(rest);
        rest.expectField("indexSpacing");
        indexSpacing = powerOfTwo(rest);
        rest.expectField("index2Index");
        final long index2IndexAt = rest.bound();
        rest.expectField("lastIndex");
        rest.bound();
        rest.expectEnd(indexingEnd);
        rest.expectField("dataFormat");
        final long format = rest.number();
        if (format != 0 && format != 1) {
            throw new FormatException(rest.position() - 1, "data format " + format);
        }
        isPadded = format == 1;
        rest.expectEnd(storeEnd);
        if (align(storeEnd, Wires.SPB_HEADER_SIZE) != align(Wires.SPB_HEADER_SIZE + (long)length, Wires.SPB_HEADER_SIZE)) {
            throw new FormatException(Wires.SPB_HEADER_SIZE, "a head that does not end where it says");
        }
        writePosition = file.longAt(writePositionAt);
        positionAndSequence = file.longAt(writePositionAt + Long.BYTES);
        index2Index = file.longAt(index2IndexAt);
        end = align(Wires.SPB_HEADER_SIZE + (long)length);
    }

    private CycleHead(final long end, final RollCycle rollCycle) {
        this.end = end;
        writePositionAt = 0;
        writePosition = 0;
        positionAndSequence = -1;
        indexCount = rollCycle.defaultIndexCount();
        indexSpacing = rollCycle.defaultIndexSpacing();
        index2Index = 0;
        isPadded = true;
    }

    /** Returns a head in place of one that is lost, enough to find the records after it. */
    public static CycleHead assumed(final long end, final RollCycle rollCycle) {
        return new CycleHead(end, rollCycle);
    }

    /** Reads the head. Returns null if the file is being created, or its creator was killed meanwhile. */
    public static CycleHead read(final CycleFile file) {
        file.forget();
        if (!file.has(0, Integer.BYTES)) {
            if (file.length() == 0) {
                return null;
            }
            throw new FormatException(0, "the file ends before its head does");
        }
        final int word = file.intAt(0);
        if (word == Wires.NOT_INITIALIZED || word == Wires.NOT_COMPLETE) {
            return null;
        }
        final int length = word & Wires.LENGTH_MASK;
        if ((word & ~Wires.LENGTH_MASK) != Wires.META_DATA || length > MAX_BYTES) {
            throw new FormatException(0, "no head");
        }
        if (!file.has(0, Wires.SPB_HEADER_SIZE + length)) {
            throw new FormatException(0, "the file ends before its head does");
        }
        return new CycleHead(file, length);
    }

    private static int powerOfTwo(final FileCursor in) {
        final long number = in.number();
        if (number < 1 || number > MAX_INDEX_COUNT || Long.bitCount(number) != 1) {
            throw new FormatException(in.position(), "an index with " + number + " places");
        }
        return (int)number;
    }

    /** Returns the position of the first document after the head. */
    long end() {
        return end;
    }

    /**
     * Returns the position in the head at which {@link #writePosition()} is stored; the number of that record is stored right
     * after it.
     */
    public long writePositionAt() {
        return writePositionAt;
    }

    /** Returns the position of the last record, or of one of the last if its writer was killed; 0 before the first. */
    public long writePosition() {
        return writePosition;
    }

    /** Returns the number of the last record in the file; -1 if it is not known. */
    public long sequence() {
        return sequence(writePosition, positionAndSequence);
    }

    /** Returns the number of the record for two values of the head that were read at another time. */
    public long sequence(final long position, final long combined) {
        final int shift = shift();
        // The combined value has only the lower bits of the position.
        return combined >>> shift == (position & -1L >>> shift) ? combined & (1L << shift) - 1 : -1;
    }

    /** Returns the combined value that the head has for a record. */
    public long positionAndSequence(final long position, final long sequence) {
        return (position << shift()) + sequence;
    }

    private int shift() {
        return Math.max(MIN_SHIFT, Integer.numberOfTrailingZeros(indexCount) * 2 + Integer.numberOfTrailingZeros(indexSpacing));
    }

    public int indexCount() {
        return indexCount;
    }

    int indexSpacing() {
        return indexSpacing;
    }

    /** Returns the position of the index of indexes. */
    public long index2Index() {
        return index2Index;
    }

    /** Returns whether documents begin at multiples of four bytes. */
    public boolean isPadded() {
        return isPadded;
    }

    /** Returns the position of the first document that can begin at or after a position. */
    long align(final long position) {
        return isPadded ? align(position, Wires.SPB_HEADER_SIZE) : position;
    }

    private static long align(final long position, final int alignment) {
        return position + alignment - 1 & -alignment;
    }
}
