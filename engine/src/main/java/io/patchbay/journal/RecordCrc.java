package io.patchbay.journal;

import net.openhft.chronicle.core.UnsafeMemory;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The check at the end of each record: the field {@code crc}, whose four bytes are the last of the document. Its value is the
 * CRC32C of all bytes of the record before it, combined with the record's index, so that a record that has come to another place
 * than its own (one before it was lost, doubled or not seen) is as wrong as one whose bytes have changed. No allocation. One
 * thread.
 */
final class RecordCrc {
    /** The first schema whose records all have it. */
    static final int SINCE_SCHEMA = 2;
    /** Bytes that it takes at a record's end: name, code and value. */
    static final int LENGTH_BYTES = 4 + 1 + Integer.BYTES;

    private static final UnsafeMemory MEMORY = UnsafeMemory.INSTANCE;
    private static final long ADDRESS_OFFSET = offset("address");
    private static final long CAPACITY_OFFSET = offset("capacity");
    /** What stands before the value, its name in one word. */
    private static final int NAME = name();
    private static final int LOW_MIX = 0x9E3779B1;
    private static final int HIGH_MIX = 0x85EBCA77;

    private final CRC32C crc = new CRC32C();
    /** Points to wherever is to be summed up; owns no memory. */
    private final ByteBuffer view = ByteBuffer.allocateDirect(0);

    RecordCrc() {
        MEMORY.writeInt(view, CAPACITY_OFFSET, Integer.MAX_VALUE);
    }

    /** The plain CRC32C of bytes that must be there: where a mapped file is shorter than its mapping, the JVM would end. */
    int of(final long address, final int lengthBytes) {
        MEMORY.writeLong(view, ADDRESS_OFFSET, address);
        view.clear().limit(lengthBytes);
        crc.reset();
        crc.update(view);
        return (int)crc.getValue();
    }

    /** Writes the field's name and code; that much must be writable. Its value is to follow. */
    static void putHeader(final long address) {
        MEMORY.writeInt(address, NAME);
        MEMORY.writeByte(address + Integer.BYTES, (byte)WireCodes.UINT32);
    }

    /** Writes the value of a record that has its index now, at its end. */
    static void putValue(final long address, final int lengthBytes, final int crcOfRest, final long index) {
        MEMORY.writeInt(address + lengthBytes - Integer.BYTES, crcOfRest ^ mix(index));
    }

    /** Does a record end with the field? */
    static boolean isThere(final long address, final int lengthBytes) {
        final long at = address + lengthBytes - LENGTH_BYTES;
        return lengthBytes >= LENGTH_BYTES && MEMORY.readInt(at) == NAME
            && MEMORY.readByte(at + Integer.BYTES) == (byte)WireCodes.UINT32;
    }

    /** Is a record that ends with the field as it was written, and where it was written? */
    boolean isRight(final long address, final int lengthBytes, final long index) {
        return place(address, lengthBytes) == mix(index);
    }

    /** What its index must be mixed to, if it is as it was written. */
    int place(final long address, final int lengthBytes) {
        return of(address, lengthBytes - Integer.BYTES) ^ MEMORY.readInt(address + lengthBytes - Integer.BYTES);
    }

    /** Another number for each index of a file, and for the same place in another file. */
    static int mix(final long index) {
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
