package io.patchbay.journal.record;

import net.openhft.chronicle.core.UnsafeMemory;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The checksum at the end of each record: the field {@code crc}, whose four bytes are the last of the document. Its value is the
 * CRC32C of all bytes of the record before it, combined with the record's index. So a record in a wrong place (because one before
 * it was lost, doubled or skipped) is as wrong as one whose bytes have changed. No allocation. One thread.
 */
public final class RecordCrc {
    /** First schema in which every record has a checksum. */
    static final int SINCE_SCHEMA = 2;
    /** Bytes that the field takes at a record's end: name, code and value. */
    public static final int LENGTH_BYTES = 4 + 1 + Integer.BYTES;

    private static final UnsafeMemory MEMORY = UnsafeMemory.INSTANCE;
    private static final long ADDRESS_OFFSET = offset("address");
    private static final long CAPACITY_OFFSET = offset("capacity");
    /** The field's name with its code, as one int. */
    private static final int NAME = name();
    private static final int LOW_MIX = 0x9E3779B1;
    private static final int HIGH_MIX = 0x85EBCA77;

    private final CRC32C crc = new CRC32C();
    /** A view of the bytes that are summed up; owns no memory. */
    private final ByteBuffer view = ByteBuffer.allocateDirect(0);

    public RecordCrc() {
        MEMORY.writeInt(view, CAPACITY_OFFSET, Integer.MAX_VALUE);
    }

    /** Returns the plain CRC32C of bytes. They must exist: if a mapped file is shorter than its mapping, the JVM would end. */
    public int of(final long address, final int lengthBytes) {
        MEMORY.writeLong(view, ADDRESS_OFFSET, address);
        view.clear().limit(lengthBytes);
        crc.reset();
        crc.update(view);
        return (int)crc.getValue();
    }

    /** Writes the field's name and code, which must be writable. The value follows later. */
    static void putHeader(final long address) {
        MEMORY.writeInt(address, NAME);
        MEMORY.writeByte(address + Integer.BYTES, (byte)WireCodes.UINT32);
    }

    /** Writes the value at the end of a record whose index is known now. */
    public static void putValue(final long address, final int lengthBytes, final int crcOfRest, final long index) {
        MEMORY.writeInt(address + lengthBytes - Integer.BYTES, crcOfRest ^ mix(index));
    }

    /** Returns whether a record ends with the field. */
    public static boolean isThere(final long address, final int lengthBytes) {
        final long at = address + lengthBytes - LENGTH_BYTES;
        return lengthBytes >= LENGTH_BYTES && MEMORY.readInt(at) == NAME
            && MEMORY.readByte(at + Integer.BYTES) == (byte)WireCodes.UINT32;
    }

    /** Returns whether a record that ends with the field is unchanged, and is where it was written. */
    public boolean isRight(final long address, final int lengthBytes, final long index) {
        return place(address, lengthBytes) == mix(index);
    }

    /** Returns the value of {@link #mix} for the record's index, if the record is unchanged. */
    public int place(final long address, final int lengthBytes) {
        return of(address, lengthBytes - Integer.BYTES) ^ MEMORY.readInt(address + lengthBytes - Integer.BYTES);
    }

    /** Mixes an index into a number that differs for each index of a file, and for the same place in another file. */
    public static int mix(final long index) {
        return (int)index * LOW_MIX ^ (int)(index >>> Integer.SIZE) * HIGH_MIX;
    }

    private static int name() {
        return WireCodes.FIELD_NAME0 + 3 | 'c' << 8 | 'r' << 16 | 'c' << 24;
    }

    private static long offset(final String field) {
        try {
            return UnsafeMemory.unsafeObjectFieldOffset(Buffer.class.getDeclaredField(field));
        } catch (final NoSuchFieldException e) {
            throw new IllegalStateException("a JDK whose buffers have no field " + field, e);
        }
    }
}
