package io.patchbay.journal.file;

import io.patchbay.journal.record.FormatException;
import io.patchbay.journal.record.WireCodes;

import java.nio.charset.StandardCharsets;

/**
 * A cursor over what Chronicle writes about its own files, field by field. Anything unexpected throws a {@link FormatException}.
 * One thread.
 */
final class FileCursor {
    /** Codes of Wire that occur only in Chronicle's own documents. */
    private static final int TYPE_PREFIX = 0xb6;
    private static final int EVENT_NAME = 0xb9;
    private static final int I64_ARRAY = 0x8d;
    private static final int MAX_PADDING_BYTES = 64;
    private static final int MAX_TEXT_BYTES = 128;

    private final CycleFile file;
    private final long end;
    private long position;

    FileCursor(final CycleFile file, final long position, final long end) {
        this.file = file;
        this.position = position;
        this.end = end;
    }

    long position() {
        return position;
    }

    boolean isAtEnd() {
        return position >= end;
    }

    void expectEvent(final String name) {
        expectCode(EVENT_NAME);
        expectText(name);
    }

    /** Reads the name of any event. */
    String event() {
        expectCode(EVENT_NAME);
        final int length = code();
        if (length > MAX_TEXT_BYTES) {
            throw new FormatException(position, "a name of " + length + " bytes");
        }
        return text(length);
    }

    void expectField(final String name) {
        final long at = position;
        if (code() != WireCodes.FIELD_NAME0 + name.length() || !text(name.length()).equals(name)) {
            throw new FormatException(at, "no field " + name);
        }
    }

    /** Expects a value of a type, which begins with the length of its fields. Returns the position of their end. */
    long expectType(final String name) {
        expectCode(TYPE_PREFIX);
        expectText(name);
        expectCode(WireCodes.BYTES_LENGTH32);
        final int length = (int)fixed(Integer.BYTES);
        if (length < 0 || length > end - position) {
            throw new FormatException(position, "a length of " + length + " bytes");
        }
        return position + length;
    }

    /** Expects a constant of an enumeration. */
    void expectEnum(final String type, final String constant) {
        final long at = position;
        expectCode(TYPE_PREFIX);
        expectText(type);
        if (!shortText().equals(constant)) {
            throw new FormatException(at, "not " + constant);
        }
    }

    void expectEnd(final long wanted) {
        if (position != wanted) {
            throw new FormatException(position, "fields that do not end at byte " + wanted);
        }
    }

    /** Reads a text whose length is in its code. */
    String shortText() {
        final int code = code();
        if (code < WireCodes.STRING_0) {
            throw new FormatException(position - 1, "no text");
        }
        return text(code - WireCodes.STRING_0);
    }

    /** Reads a whole number of any encoded width. */
    long number() {
        final int code = code();
        return switch (code) {
            case WireCodes.INT8 -> fixed(Byte.BYTES);
            case WireCodes.UINT8 -> fixed(Byte.BYTES) & 0xff;
            case WireCodes.INT16 -> fixed(Short.BYTES);
            case WireCodes.UINT16 -> fixed(Short.BYTES) & 0xffff;
            case WireCodes.INT32 -> fixed(Integer.BYTES);
            case WireCodes.UINT32 -> fixed(Integer.BYTES) & 0xffff_ffffL;
            case WireCodes.INT64 -> fixed(Long.BYTES);
            default -> {
                if (code < 0x80) {
                    yield code;
                }
                throw new FormatException(position - 1, "no number");
            }
        };
    }

    /** Skips an eight-byte number that is updated in place. Returns its position. */
    long bound() {
        expectCode(WireCodes.INT64);
        return place(Long.BYTES);
    }

    /** Skips the header of an array of numbers that are updated in place. Returns the position of the first. */
    long array(final long count) {
        expectCode(I64_ARRAY);
        final long found = fixed(Long.BYTES);
        if (found != count) {
            throw new FormatException(position - Long.BYTES, "room for " + found + " instead of " + count);
        }
        place(Long.BYTES);
        return position;
    }

    private long place(final int bytes) {
        require(bytes);
        final long at = position;
        position += bytes;
        return at;
    }

    private void expectCode(final int code) {
        if (code() != code) {
            throw new FormatException(position - 1, "not the code " + Integer.toHexString(code));
        }
    }

    private void expectText(final String text) {
        final long at = position;
        require(1);
        position++;
        if (file.byteAt(at) != text.length() || !text(text.length()).equals(text)) {
            throw new FormatException(at, "no " + text);
        }
    }

    private String text(final int length) {
        require(length);
        final byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = file.byteAt(position + i);
        }
        position += length;
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private int code() {
        while (true) {
            require(1);
            final int code = file.byteAt(position) & 0xff;
            if (code == WireCodes.PADDING32) {
                position++;
                final long length = fixed(Integer.BYTES);
                if (length < 0 || length > MAX_PADDING_BYTES) {
                    throw new FormatException(position - Integer.BYTES, "padding of " + length + " bytes");
                }
                position += length;
            } else {
                position++;
                if (code != WireCodes.PADDING) {
                    return code;
                }
            }
        }
    }

    private long fixed(final int bytes) {
        require(bytes);
        final long at = position;
        position += bytes;
        switch (bytes) {
            case Byte.BYTES:
                return file.byteAt(at);
            case Short.BYTES:
                return (short)(file.byteAt(at) & 0xff | file.byteAt(at + 1) << Byte.SIZE);
            case Integer.BYTES:
                return file.intAt(at);
            default:
                return file.longAt(at);
        }
    }

    private void require(final int bytes) {
        if (bytes > end - position || !file.has(position, bytes)) {
            throw new FormatException(position, "it ends here");
        }
    }
}
