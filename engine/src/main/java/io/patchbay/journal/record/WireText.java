package io.patchbay.journal.record;

import net.openhft.chronicle.core.UnsafeMemory;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Converts text between UTF-8 and Chronicle's form of it. That form has characters beyond U+FFFF as two surrogates of three bytes
 * each, like {@link java.io.DataOutput#writeUTF}, since Chronicle's own reader tool stops at a sequence of four bytes. Valid
 * UTF-8 has no surrogates, so the way back is unique. ASCII text, and most other, is the same in both. No allocation.
 */
final class WireText {
    /** Result of {@link #wireLength} for bytes that are not UTF-8. */
    static final int NOT_UTF8 = -1;

    private static final UnsafeMemory MEMORY = UnsafeMemory.INSTANCE;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final int FIRST_SUPPLEMENTARY = 0x1_0000;
    private static final int LAST = 0x10_ffff;

    private WireText() {
    }

    /** Returns the bytes that a text takes in a record; {@link #NOT_UTF8} if it is not UTF-8. */
    static int wireLength(final DirectBuffer text) {
        final int end = text.capacity();
        int length = end;
        int position = ascii(text, 0, end);
        while (position < end) {
            final int lead = text.getByte(position) & 0xff;
            if (lead < 0x80) {
                position++;
                continue;
            }
            final int size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
            if (lead < 0xc2 || lead > 0xf4 || size > end - position || !isValid(text, position, size)) {
                return NOT_UTF8;
            }
            if (size == 4) {
                length += 2;
            }
            position += size;
        }
        return length;
    }

    /** Writes a text that {@link #wireLength} has accepted. */
    static void toWire(final DirectBuffer text, final MutableDirectBuffer target, final int offset) {
        int to = offset;
        int from = 0;
        while (from < text.capacity()) {
            final byte lead = text.getByte(from);
            if ((lead & 0xf8) == 0xf0) {
                final int beyond = codePoint(text, from, 4) - FIRST_SUPPLEMENTARY;
                putThree(target, to, 0xd800 | beyond >> 10);
                putThree(target, to + 3, 0xdc00 | beyond & 0x3ff);
                from += 4;
                to += 6;
            } else {
                target.putByte(to++, lead);
                from++;
            }
        }
    }

    /** Returns whether a text is all ASCII. */
    static boolean isAscii(final long address, final int length) {
        long all = 0;
        if (length < Long.BYTES) {
            for (int i = 0; i < length; i++) {
                all |= MEMORY.readByte(address + i);
            }
            return all >= 0;
        }
        final long last = address + length - Long.BYTES;
        for (long at = address; at < last; at += Long.BYTES) {
            all |= MEMORY.readLong(at);
        }
        return ((all | MEMORY.readLong(last)) & HIGH_BITS) == 0;
    }

    /**
     * Copies a text that is all ASCII, eight bytes at a time. Returns false, with any bytes written, if it is not.
     *
     * @param array  array that holds the text, or null.
     * @param offset offset of the text in the array's object; its address if the array is null.
     */
    static boolean putAscii(final byte[] array, final long offset, final int length, final long target) {
        long all = 0;
        if (length < Long.BYTES) {
            for (int i = 0; i < length; i++) {
                final byte b = MEMORY.readByte(array, offset + i);
                all |= b;
                MEMORY.writeByte(target + i, b);
            }
            return all >= 0;
        }
        final int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            final long word = MEMORY.readLong(array, offset + i);
            all |= word;
            MEMORY.writeLong(target + i, word);
        }
        final long word = MEMORY.readLong(array, offset + last);
        MEMORY.writeLong(target + last, word);
        return ((all | word) & HIGH_BITS) == 0;
    }

    /** Returns whether a text in a record is the same in UTF-8. */
    static boolean isPlain(final DirectBuffer record, final int offset, final int length) {
        final int end = offset + length;
        for (int i = ascii(record, offset, end); i + 1 < end; i++) {
            if (record.getByte(i) == (byte)0xed && (record.getByte(i + 1) & 0xff) >= 0xa0) {
                return false;
            }
        }
        return true;
    }

    /** Writes a text in a record as UTF-8, which is at most as long. Returns its length. */
    static int fromWire(final DirectBuffer record, final int offset, final int length, final MutableDirectBuffer target,
        final int at) {
        final int end = offset + length;
        int from = offset;
        int to = at;
        while (from < end) {
            final byte lead = record.getByte(from);
            if (lead == (byte)0xed && end - from >= 6 && (record.getByte(from + 1) & 0xff) >= 0xa0) {
                final int high = codePoint(record, from, 3);
                final int low = codePoint(record, from + 3, 3);
                if (!Character.isHighSurrogate((char)high) || !Character.isLowSurrogate((char)low)) {
                    throw new IllegalArgumentException("half a character at byte " + from);
                }
                putFour(target, to, Character.toCodePoint((char)high, (char)low));
                from += 6;
                to += 4;
            } else {
                target.putByte(to++, lead);
                from++;
            }
        }
        return to - at;
    }

    /** Returns the position of the first byte beyond ASCII, or up to seven bytes before it. */
    private static int ascii(final DirectBuffer text, final int offset, final int end) {
        int position = offset;
        while (position + Long.BYTES <= end && (text.getLong(position) & HIGH_BITS) == 0) {
            position += Long.BYTES;
        }
        return position;
    }

    private static boolean isValid(final DirectBuffer text, final int offset, final int size) {
        for (int i = 1; i < size; i++) {
            if ((text.getByte(offset + i) & 0xc0) != 0x80) {
                return false;
            }
        }
        final int value = codePoint(text, offset, size);
        return size == 2 || size == 3 && value >= 0x800 && (value < 0xd800 || value > 0xdfff)
            || size == 4 && value >= FIRST_SUPPLEMENTARY && value <= LAST;
    }

    private static int codePoint(final DirectBuffer text, final int offset, final int size) {
        int value = text.getByte(offset) & 0xff >> size + 1;
        for (int i = 1; i < size; i++) {
            value = value << 6 | text.getByte(offset + i) & 0x3f;
        }
        return value;
    }

    private static void putThree(final MutableDirectBuffer target, final int offset, final int value) {
        target.putByte(offset, (byte)(0xe0 | value >> 12));
        target.putByte(offset + 1, (byte)(0x80 | value >> 6 & 0x3f));
        target.putByte(offset + 2, (byte)(0x80 | value & 0x3f));
    }

    private static void putFour(final MutableDirectBuffer target, final int offset, final int value) {
        target.putByte(offset, (byte)(0xf0 | value >> 18));
        target.putByte(offset + 1, (byte)(0x80 | value >> 12 & 0x3f));
        target.putByte(offset + 2, (byte)(0x80 | value >> 6 & 0x3f));
        target.putByte(offset + 3, (byte)(0x80 | value & 0x3f));
    }
}
