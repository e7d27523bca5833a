package io.patchbay.gateway.json;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds the known top-level fields of one frame, before the type of the frame is known. The text of a field is a part of the
 * walker's copy of the frame, or of a scratch buffer where the field has escapes.
 */
final class Envelope {
    /** Longest part of an unknown field's name that an error repeats, in characters. */
    static final int MAX_SHOWN_NAME = 64;

    private final int[] starts = new int[FrameField.COUNT];
    private final int[] ends = new int[FrameField.COUNT];
    private final JsonWalker walker = new JsonWalker();
    private final UnknownNames unknownNames = new UnknownNames();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(1024);
    private byte[] bytes;
    /** Bit sets, by ordinal of the field: the fields that are present, and those of them that have escapes. */
    private int present;
    private int escaped;
    private int scratchLength;
    private byte[] textBytes;
    private int textFrom;
    private int textLength;
    private String badField;
    private String badText;

    /**
     * Reads a whole frame.
     *
     * @return false where the frame is not one JSON object; {@link #fault()} then tells why.
     */
    boolean read(final DirectBuffer buffer, final int offset, final int length) {
        walker.load(buffer, offset, length);
        bytes = walker.bytes();
        present = 0;
        escaped = 0;
        unknownNames.clear();
        scratchLength = 0;
        badField = null;
        badText = null;
        int position = walker.blank(0);
        if (bytes[position] != '{') {
            walker.fault(startsWithMark(position) ? "a byte order mark" : "a frame is one JSON object", position);
            return false;
        }
        position = fields(walker.blank(position + 1));
        if (position == JsonWalker.FAULT) {
            return false;
        }
        position = walker.blank(position);
        if (position < length) {
            walker.fault("something follows the object", position);
            return false;
        }
        return true;
    }

    private int fields(final int from) {
        if (bytes[from] == '}') {
            return from + 1;
        }
        int position = from;
        while (true) {
            if (bytes[position] != '"') {
                return walker.fault("expected a field name", position);
            }
            walker.clearMarks();
            final int nameStart = position + 1;
            final int nameEnd = walker.string(nameStart);
            if (nameEnd == JsonWalker.FAULT) {
                return JsonWalker.FAULT;
            }
            final FrameField field = name(nameStart, nameEnd - 1);
            final int start = walker.colon(nameEnd);
            if (start == JsonWalker.FAULT) {
                return JsonWalker.FAULT;
            }
            position = value(field, nameStart, nameEnd - 1, start);
            if (position == JsonWalker.FAULT) {
                return JsonWalker.FAULT;
            }
            position = walker.blank(position);
            final byte next = bytes[position];
            if (next == '}') {
                return position + 1;
            }
            if (next != ',') {
                return walker.fault("expected , or }", position);
            }
            position = walker.blank(position + 1);
        }
    }

    /** Returns the known field with a name, or null. Marks the frame as bad where the name is given twice or is not text. */
    private FrameField name(final int from, final int to) {
        if (!walker.isEscaped()) {
            return name(bytes, from, to - from, from, to);
        }
        if (walker.hasLoneSurrogate()) {
            bad(from, to, "half a surrogate pair in a field name");
            return null;
        }
        final int length = decode(from, to);
        return name(scratch.byteArray(), scratchLength, length, from, to);
    }

    private FrameField name(final byte[] text, final int textFrom, final int length, final int from, final int to) {
        final FrameField field = FrameField.of(text, textFrom, length);
        final boolean isNew = field != null ? !isPresent(field) : unknownNames.add(text, textFrom, length);
        if (!isNew) {
            bad(from, to, "given twice");
        }
        return field;
    }

    /** Writes the text that a string spells to the end of the scratch buffer. Returns its length in bytes. */
    private int decode(final int from, final int to) {
        scratch.checkLimit(scratchLength + to - from + LongBytes.PADDING);
        return JsonText.decode(bytes, from, to, scratch.byteArray(), scratchLength);
    }

    private boolean isPresent(final FrameField field) {
        return (present & 1 << field.ordinal()) != 0;
    }

    private int value(final FrameField field, final int nameFrom, final int nameTo, final int start) {
        walker.clearMarks();
        final int end;
        if (field == FrameField.PAYLOAD) {
            walker.lineEnds(JsonWalker.LineEnds.BLANKED);
            end = walker.value(start, 1);
            walker.lineEnds(JsonWalker.LineEnds.ALLOWED);
        } else {
            end = walker.value(start, 1);
            if (walker.hasLoneSurrogate()) {
                bad(nameFrom, nameTo, "half a surrogate pair");
            }
        }
        if (field != null) {
            final int i = field.ordinal();
            starts[i] = start;
            ends[i] = end;
            present |= 1 << i;
            if (walker.isEscaped()) {
                escaped |= 1 << i;
            }
        }
        return end;
    }

    private boolean startsWithMark(final int position) {
        return walker.at(position) == 0xef && walker.at(position + 1) == 0xbb && walker.at(position + 2) == 0xbf;
    }

    /** Returns what is wrong with a frame for which {@link #read} returned false. */
    String fault() {
        return walker.fault();
    }

    /** Returns the position of the fault in the frame, in bytes. */
    int faultPosition() {
        return walker.faultPosition();
    }

    /** Returns the name of the first field that is given twice or has half a surrogate pair, or null. */
    String badField() {
        return badField;
    }

    /** Returns what is wrong with {@link #badField()}. */
    String badText() {
        return badText;
    }

    /** Returns whether the field is present with a value other than null. */
    boolean has(final FrameField field) {
        return isPresent(field) && bytes[starts[field.ordinal()]] != 'n';
    }

    int start(final FrameField field) {
        return starts[field.ordinal()];
    }

    int end(final FrameField field) {
        return ends[field.ordinal()];
    }

    /** Returns the first byte of the field's value, or 0 where the field is absent or null. */
    int kind(final FrameField field) {
        return isPresent(field) && bytes[starts[field.ordinal()]] != 'n' ? bytes[starts[field.ordinal()]] : 0;
    }

    /** Returns the walker's copy of the frame, to which all positions refer. */
    byte[] bytes() {
        return bytes;
    }

    /**
     * Decodes the text of a field; {@link #textBytes()}, {@link #textFrom()} and {@link #textLength()} then describe it.
     *
     * @param field to decode.
     * @return false where the field is absent or not a string.
     */
    boolean text(final FrameField field) {
        if (kind(field) != '"') {
            return false;
        }
        final int i = field.ordinal();
        text(starts[i], ends[i], (escaped & 1 << i) != 0);
        return true;
    }

    /** Decodes the text of a field and wraps it in a view. Returns false where the field is absent or not a string. */
    boolean text(final FrameField field, final UnsafeBuffer view) {
        if (!text(field)) {
            return false;
        }
        view.wrap(textBytes, textFrom, textLength);
        return true;
    }

    /**
     * Decodes the text of any string of the frame.
     *
     * @param start     position of the opening quote.
     * @param end       position after the closing quote.
     * @param isEscaped whether the string has escapes.
     * @param view      wraps the text afterwards.
     */
    void text(final int start, final int end, final boolean isEscaped, final UnsafeBuffer view) {
        text(start, end, isEscaped);
        view.wrap(textBytes, textFrom, textLength);
    }

    private void text(final int start, final int end, final boolean isEscaped) {
        if (isEscaped) {
            textLength = decode(start + 1, end - 1);
            textBytes = scratch.byteArray();
            textFrom = scratchLength;
            scratchLength += textLength;
        } else {
            textBytes = bytes;
            textFrom = start + 1;
            textLength = end - start - 2;
        }
    }

    /** Returns the array with the text that was decoded last; it is padded as {@link LongBytes} requires. */
    byte[] textBytes() {
        return textBytes;
    }

    /** Returns the position of the text's first byte. */
    int textFrom() {
        return textFrom;
    }

    /** Returns the text's length in bytes. */
    int textLength() {
        return textLength;
    }

    /** Opens a cursor over the members of a field that is an object, or the elements of one that is an array. */
    void children(final FrameField field, final Children cursor) {
        cursor.open(walker, start(field));
    }

    private void bad(final int from, final int to, final String what) {
        if (badField == null) {
            final int length = decode(from, to);
            badField = shown(scratch.getStringWithoutLengthUtf8(scratchLength, length));
            badText = what;
        }
    }

    private static String shown(final String name) {
        if (name.length() <= MAX_SHOWN_NAME) {
            return name;
        }
        final boolean isInPair = Character.isHighSurrogate(name.charAt(MAX_SHOWN_NAME - 1));
        return name.substring(0, isInPair ? MAX_SHOWN_NAME - 1 : MAX_SHOWN_NAME);
    }
}
