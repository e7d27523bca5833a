package io.patchbay.journal.record;

import io.patchbay.protocol.Encoding;
import io.patchbay.text.Hex;
import io.patchbay.text.Uuids;

import net.openhft.chronicle.core.UnsafeMemory;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.List;

/**
 * A cursor over the fields of one record in place, without allocation. Unknown fields are skipped. Anything malformed throws an
 * {@link IndexOutOfBoundsException} or an {@link IllegalArgumentException}: the record is damaged. One thread.
 */
public final class RecordCursor {
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
    private long idHi;
    private long idLo;

    public void wrap(final long address, final int length) {
        record.wrap(address, length);
        start = address;
        position = 0;
        end = length;
        scratchPosition = 0;
        isJson = false;
    }

    /** Skips a run of fields if it comes next. Returns whether it did. */
    boolean takes(final RecordHead head) {
        if (head.lengthBytes() > end - position || !head.isAt(start + position)) {
            return false;
        }
        position += head.lengthBytes();
        return true;
    }

    /**
     * Skips the name of a field if it comes next; its value must be read next. A result of false does not mean that the field is
     * absent.
     */
    boolean takes(final Field field) {
        if (end - position < Field.FAST_HEADER_BYTES || !field.isAt(start + position)) {
            return false;
        }
        position += field.headerBytes();
        return true;
    }

    /** Returns four bytes at an offset; 0 if the record has no such bytes. */
    int peekInt(final int offset) {
        return end - offset < Integer.BYTES ? 0 : MEMORY.readInt(start + offset);
    }

    /** Returns the eight-byte number in a run that was just skipped. */
    public long number(final RecordHead head, final int hole) {
        return MEMORY.readLong(start + position - head.lengthBytes() + head.hole(hole));
    }

    /** Reads the UUID in a run that was just skipped. */
    void uuid(final RecordHead head, final int hole) {
        uuidAt(position - head.lengthBytes() + head.hole(hole));
    }

    /** Returns the upper half of the UUID that was read last. */
    long idHi() {
        return idHi;
    }

    /** Returns the lower half of the UUID that was read last. */
    long idLo() {
        return idLo;
    }

    /** Returns the next known field, whose value must be read next; null at the end. */
    public Field next() {
        while (position < end) {
            final int code = byteAt(position) & 0xff;
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
            require(position, length);
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

    public long number() {
        final int code = byteAt(position++) & 0xff;
        final int at = position;
        switch (code) {
            case WireCodes.UINT8:
                position += Byte.BYTES;
                return byteAt(at) & 0xff;
            case WireCodes.UINT16:
                position += Short.BYTES;
                return shortAt(at) & 0xffff;
            case WireCodes.UINT32:
                position += Integer.BYTES;
                return intAt(at) & 0xffff_ffffL;
            case WireCodes.INT8:
                position += Byte.BYTES;
                return byteAt(at);
            case WireCodes.INT16:
                position += Short.BYTES;
                return shortAt(at);
            case WireCodes.INT32:
                position += Integer.BYTES;
                return intAt(at);
            case WireCodes.INT64:
            case WireCodes.INT64_HEX:
                position += Long.BYTES;
                return longAt(at);
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
        final int code = byteAt(position++) & 0xff;
        if (code != WireCodes.TRUE && code != WireCodes.FALSE) {
            throw new IllegalArgumentException("neither true nor false at byte " + (position - 1));
        }
        return code == WireCodes.TRUE;
    }

    /** Reads the next UUID. */
    void uuid() {
        final int length = textLength();
        final int at = position;
        require(at, length);
        position += length;
        if (length != Uuids.LENGTH) {
            throw new IllegalArgumentException("no UUID at byte " + at);
        }
        uuidAt(at);
    }

    /**
     * Reads a UUID whose characters are within the record. It works on eight characters at a time, since every message and reply
     * has one.
     */
    private void uuidAt(final int at) {
        final long address = start + at;
        final long first = MEMORY.readLong(address);
        final long second = twice4(address + 9, address + 14);
        final long third = twice4(address + 19, address + 24);
        final long fourth = MEMORY.readLong(address + 28);
        final boolean isCut = MEMORY.readByte(address + 8) == '-' && MEMORY.readByte(address + 13) == '-'
            && MEMORY.readByte(address + 18) == '-' && MEMORY.readByte(address + 23) == '-';
        if (!isCut || !Hex.isHex(first) || !Hex.isHex(second) || !Hex.isHex(third) || !Hex.isHex(fourth)) {
            throw new IllegalArgumentException("no UUID at byte " + at);
        }
        idHi = Hex.value(first) << Integer.SIZE | Hex.value(second);
        idLo = Hex.value(third) << Integer.SIZE | Hex.value(fourth);
    }

    /** Joins two groups of four characters into one of eight. */
    private static long twice4(final long first, final long second) {
        return MEMORY.readInt(first) & 0xffff_ffffL | (long)MEMORY.readInt(second) << Integer.SIZE;
    }

    /** Wraps a view around the next text, or around bytes that were no text when they were written. */
    public void text(final UnsafeBuffer view) {
        if (isBytes()) {
            bytes(view);
            return;
        }
        final int length = textLength();
        require(position, length);
        if (WireText.isAscii(start + position, length) || WireText.isPlain(record, position, length)) {
            view.wrap(start + position, length);
        } else {
            if (length > scratch.capacity() - scratchPosition) {
                // Views of the old buffer stay valid.
                scratch.wrap(new byte[2 * (scratch.capacity() + length)]);
                scratchPosition = 0;
            }
            final int plainLength = WireText.fromWire(record, position, length, scratch, scratchPosition);
            view.wrap(scratch, scratchPosition, plainLength);
            scratchPosition += plainLength;
        }
        position += length;
    }

    /** Reads the next text as one of a table. Returns its position there, or -1. */
    int constant(final WordTable words) {
        final int length = textLength();
        require(position, length);
        final int found = words.find(record, position, length);
        position += length;
        return found;
    }

    /** Returns the next text. Allocates. */
    public String text() {
        text(string);
        return string.getStringWithoutLengthUtf8(0, string.capacity());
    }

    /** Adds the texts of a sequence. Allocates. */
    void list(final List<String> texts) {
        final int code = byteAt(position++) & 0xff;
        final int listEnd = length(code);
        while (position < listEnd) {
            texts.add(text());
        }
        if (position != listEnd) {
            throw new IllegalArgumentException("a sequence that does not end at byte " + listEnd);
        }
    }

    /** Wraps a view around the next payload. Returns its encoding. */
    byte payload(final UnsafeBuffer view) {
        if (isBytes()) {
            bytes(view);
            return isJson ? Encoding.JSON : Encoding.BINARY;
        }
        text(view);
        return Encoding.JSON;
    }

    private boolean isBytes() {
        final int code = byteAt(position) & 0xff;
        return code <= WireCodes.BYTES_LENGTH32 && isBytes(code);
    }

    private static boolean isBytes(final int code) {
        return code == WireCodes.BYTES_LENGTH8 || code == WireCodes.BYTES_LENGTH16 || code == WireCodes.BYTES_LENGTH32;
    }

    private void bytes(final UnsafeBuffer view) {
        final int code = byteAt(position++) & 0xff;
        final int bytesEnd = length(code);
        if ((byteAt(position++) & 0xff) != WireCodes.U8_ARRAY || position > bytesEnd) {
            throw new IllegalArgumentException("no bytes at byte " + (position - 1));
        }
        view.wrap(start + position, bytesEnd - position);
        position = bytesEnd;
    }

    /** Skips a value of any type that records of this or an older schema may have. */
    public void skip() {
        final int code = byteAt(position) & 0xff;
        if (code == WireCodes.STRING_ANY || code >= WireCodes.STRING_0) {
            final int length = textLength();
            require(position, length);
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

    /** Reads the length of a block. Returns the position of its end. */
    private int length(final int code) {
        final int length;
        if (code == WireCodes.BYTES_LENGTH8) {
            length = byteAt(position) & 0xff;
            position += Byte.BYTES;
        } else if (code == WireCodes.BYTES_LENGTH16) {
            length = shortAt(position) & 0xffff;
            position += Short.BYTES;
        } else if (code == WireCodes.BYTES_LENGTH32) {
            length = length32(position);
            position += Integer.BYTES;
        } else {
            throw new IllegalArgumentException("no length at byte " + (position - 1));
        }
        require(position, length);
        return position + length;
    }

    private int length32(final int at) {
        final int length = intAt(at);
        if (length < 0) {
            throw new IllegalArgumentException("a negative length at byte " + at);
        }
        return length;
    }

    private int textLength() {
        final int code = byteAt(position++) & 0xff;
        if (code >= WireCodes.STRING_0) {
            return code - WireCodes.STRING_0;
        }
        if (code != WireCodes.STRING_ANY) {
            throw new IllegalArgumentException("no text at byte " + (position - 1));
        }
        long length = 0;
        for (int shift = 0; shift <= MAX_STOP_BIT_SHIFT; shift += 7) {
            final int part = byteAt(position++);
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

    private byte byteAt(final int at) {
        require(at, Byte.BYTES);
        return MEMORY.readByte(start + at);
    }

    private short shortAt(final int at) {
        require(at, Short.BYTES);
        return MEMORY.readShort(start + at);
    }

    private int intAt(final int at) {
        require(at, Integer.BYTES);
        return MEMORY.readInt(start + at);
    }

    private long longAt(final int at) {
        require(at, Long.BYTES);
        return MEMORY.readLong(start + at);
    }

    /** Throws if the record does not have these bytes. Checked here, since a buffer's own checks may be off. */
    private void require(final int at, final int length) {
        if ((at | length) < 0 || length > end - at) {
            throw new IndexOutOfBoundsException("the record ends before byte " + ((long)at + length));
        }
    }
}
