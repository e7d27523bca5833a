package io.patchbay.journal;

import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.Uuids;

import net.openhft.chronicle.core.UnsafeMemory;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.util.List;

/**
 * Walks over the fields of one record where it lies, without allocation. Fields that it does not know are passed over. Whatever
 * does not fit throws an {@link IndexOutOfBoundsException} or an {@link IllegalArgumentException}: the record is damaged.
 * One thread.
 */
final class RecordCursor {
    private static final UnsafeMemory MEMORY = UnsafeMemory.INSTANCE;
    private static final int MAX_STOP_BIT_SHIFT = 28;
    private static final int SCRATCH_BYTES = 4_096;

    private final UnsafeBuffer record = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer string = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[SCRATCH_BYTES]);
    private int scratchPosition;
    private long start;
    private int position;
    private int end;
    private boolean isJson;

    void wrap(final long address, final int length) {
        record.wrap(address, length);
        start = address;
        position = 0;
        end = length;
        scratchPosition = 0;
        isJson = false;
    }

    /** Passes over that run of fields, if it is what comes next. */
    boolean takes(final RecordHead head) {
        if (head.lengthBytes() > end - position || !head.isAt(start + position)) {
            return false;
        }
        position += head.lengthBytes();
        return true;
    }

    /** Passes over the name of that field, if it is what comes next: its value must be read next. False says nothing. */
    boolean takes(final Field field) {
        if (end - position < Field.FAST_HEADER_BYTES || !field.isAt(start + position)) {
            return false;
        }
        position += field.headerBytes();
        return true;
    }

    /** Four bytes at an offset, 0 where they are not there. */
    int peekInt(final int offset) {
        return end - offset < Integer.BYTES ? 0 : MEMORY.readInt(start + offset);
    }

    /** The number of eight bytes in a run that was just passed over. */
    long number(final RecordHead head, final int hole) {
        return MEMORY.readLong(start + position - head.lengthBytes() + head.hole(hole));
    }

    /** Offset in {@link #record()} of the 36 characters of a UUID in a run that was just passed over. */
    int uuid(final RecordHead head, final int hole) {
        return uuidAt(position - head.lengthBytes() + head.hole(hole), Uuids.LENGTH);
    }

    /** The next field that is known; its value must be read next. Null at the end. */
    Field next() {
        while (position < end) {
            final int code = record.getByte(position) & 0xff;
            if (code == WireCodes.PADDING) {
                position++;
                continue;
            }
            if (code == WireCodes.PADDING32) {
                position += 1 + Integer.BYTES + length32(position + 1);
                continue;
            }
            if (code == 0 && end - position < Integer.BYTES) {
                return null;
            }
            if (code < WireCodes.FIELD_NAME0 || code > WireCodes.FIELD_NAME31) {
                throw new IllegalArgumentException("no field name at byte " + position);
            }
            final int length = code - WireCodes.FIELD_NAME0 + 1;
            record.boundsCheck(position, length);
            final Field field = Field.ofHeader(record, position, length);
            position += length;
            if (field == Field.ENCODING) {
                isJson = RecordEncoder.JSON_WORD.equals(text());
            } else if (field != null) {
                return field;
            } else {
                skip();
            }
        }
        if (position > end) {
            throw new IllegalArgumentException("a value that does not end at byte " + end);
        }
        return null;
    }

    long number() {
        final int code = record.getByte(position++) & 0xff;
        final int at = position;
        switch (code) {
            case WireCodes.UINT8:
                position += Byte.BYTES;
                return record.getByte(at) & 0xff;
            case WireCodes.UINT16:
                position += Short.BYTES;
                return record.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xffff;
            case WireCodes.UINT32:
                position += Integer.BYTES;
                return record.getInt(at, ByteOrder.LITTLE_ENDIAN) & 0xffff_ffffL;
            case WireCodes.INT8:
                position += Byte.BYTES;
                return record.getByte(at);
            case WireCodes.INT16:
                position += Short.BYTES;
                return record.getShort(at, ByteOrder.LITTLE_ENDIAN);
            case WireCodes.INT32:
                position += Integer.BYTES;
                return record.getInt(at, ByteOrder.LITTLE_ENDIAN);
            case WireCodes.INT64:
            case WireCodes.INT64_HEX:
                position += Long.BYTES;
                return record.getLong(at, ByteOrder.LITTLE_ENDIAN);
            default:
                if (code < 0x80) {
                    return code;
                }
                throw new IllegalArgumentException("no number at byte " + (at - 1));
        }
    }

    int integer() {
        final long value = number();
        if (value != (int)value) {
            throw new IllegalArgumentException("a number out of range at byte " + position);
        }
        return (int)value;
    }

    boolean flag() {
        final int code = record.getByte(position++) & 0xff;
        if (code != WireCodes.TRUE && code != WireCodes.FALSE) {
            throw new IllegalArgumentException("neither true nor false at byte " + (position - 1));
        }
        return code == WireCodes.TRUE;
    }

    /** Offset in {@link #record()} of the 36 characters of a UUID. */
    int uuid() {
        final int length = textLength();
        final int at = position;
        record.boundsCheck(at, length);
        position += length;
        return uuidAt(at, length);
    }

    private int uuidAt(final int at, final int length) {
        if (!Uuids.isUuid(record, at, length)) {
            throw new IllegalArgumentException("no UUID at byte " + at);
        }
        return at;
    }

    DirectBuffer record() {
        return record;
    }

    /** Makes the view one of the next text, or of bytes that were none. */
    void text(final UnsafeBuffer view) {
        if (isBytes()) {
            bytes(view);
            return;
        }
        final int length = textLength();
        record.boundsCheck(position, length);
        if (WireText.isAscii(start + position, length) || WireText.isPlain(record, position, length)) {
            view.wrap(start + position, length);
        } else {
            if (length > scratch.capacity() - scratchPosition) {
                // Views onto the old one stay what they are.
                scratch.wrap(new byte[2 * (scratch.capacity() + length)]);
                scratchPosition = 0;
            }
            final int plainLength = WireText.fromWire(record, position, length, scratch, scratchPosition);
            view.wrap(scratch, scratchPosition, plainLength);
            scratchPosition += plainLength;
        }
        position += length;
    }

    /** Which of these words comes next, -1 where it is none of them. */
    int word(final WordTable words) {
        final int length = textLength();
        record.boundsCheck(position, length);
        final int found = words.find(record, position, length);
        position += length;
        return found;
    }

    /** The next text. Allocates. */
    String text() {
        text(string);
        return string.getStringWithoutLengthUtf8(0, string.capacity());
    }

    /** Adds the texts of a sequence. Allocates. */
    void list(final List<String> texts) {
        final int code = record.getByte(position++) & 0xff;
        final int listEnd = length(code);
        while (position < listEnd) {
            texts.add(text());
        }
        if (position != listEnd) {
            throw new IllegalArgumentException("a sequence that does not end at byte " + listEnd);
        }
    }

    /** Makes the view one of the next payload; returns its encoding. */
    byte payload(final UnsafeBuffer view) {
        if (isBytes()) {
            bytes(view);
            return isJson ? Encoding.JSON : Encoding.BINARY;
        }
        text(view);
        return Encoding.JSON;
    }

    private boolean isBytes() {
        final int code = record.getByte(position) & 0xff;
        return code <= WireCodes.BYTES_LENGTH32 && isBytes(code);
    }

    private static boolean isBytes(final int code) {
        return code == WireCodes.BYTES_LENGTH8 || code == WireCodes.BYTES_LENGTH16 || code == WireCodes.BYTES_LENGTH32;
    }

    private void bytes(final UnsafeBuffer view) {
        final int code = record.getByte(position++) & 0xff;
        final int bytesEnd = length(code);
        if ((record.getByte(position++) & 0xff) != WireCodes.U8_ARRAY || position > bytesEnd) {
            throw new IllegalArgumentException("no bytes at byte " + (position - 1));
        }
        view.wrap(start + position, bytesEnd - position);
        position = bytesEnd;
    }

    /** Passes over a value of any type that records of this or an older schema may have. */
    void skip() {
        final int code = record.getByte(position) & 0xff;
        if (code == WireCodes.STRING_ANY || code >= WireCodes.STRING_0) {
            final int length = textLength();
            record.boundsCheck(position, length);
            position += length;
        } else if (code == WireCodes.TRUE || code == WireCodes.FALSE) {
            position++;
        } else if (isBytes()) {
            position++;
            position = length(code);
        } else {
            number();
        }
    }

    /** Reads the length of a block; returns where the block ends. */
    private int length(final int code) {
        final int length;
        if (code == WireCodes.BYTES_LENGTH8) {
            length = record.getByte(position) & 0xff;
            position += Byte.BYTES;
        } else if (code == WireCodes.BYTES_LENGTH16) {
            length = record.getShort(position, ByteOrder.LITTLE_ENDIAN) & 0xffff;
            position += Short.BYTES;
        } else if (code == WireCodes.BYTES_LENGTH32) {
            length = length32(position);
            position += Integer.BYTES;
        } else {
            throw new IllegalArgumentException("no length at byte " + (position - 1));
        }
        record.boundsCheck(position, length);
        return position + length;
    }

    private int length32(final int at) {
        final int length = record.getInt(at, ByteOrder.LITTLE_ENDIAN);
        if (length < 0) {
            throw new IllegalArgumentException("a negative length at byte " + at);
        }
        return length;
    }

    private int textLength() {
        final int code = record.getByte(position++) & 0xff;
        if (code >= WireCodes.STRING_0) {
            return code - WireCodes.STRING_0;
        }
        if (code != WireCodes.STRING_ANY) {
            throw new IllegalArgumentException("no text at byte " + (position - 1));
        }
        long length = 0;
        for (int shift = 0; shift <= MAX_STOP_BIT_SHIFT; shift += 7) {
            final int part = record.getByte(position++);
            length |= (long)(part & 0x7f) << shift;
            if (part >= 0) {
                if (length > end - position) {
                    break;
                }
                return (int)length;
            }
        }
        throw new IllegalArgumentException("a text that is too long at byte " + position);
    }
}
