package io.patchbay.gateway.json;

import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

/**
 * Where the known top-level fields of one frame stand: the first step of reading it, before its type is known. Strings are
 * views of the frame, or of a scratch buffer where they have escapes.
 */
final class Envelope {
    /** Characters of an unknown field's name that an error repeats. */
    static final int MAX_SHOWN_NAME = 64;

    private static final int ABSENT = -1;

    private final int[] starts = new int[Field.COUNT];
    private final int[] ends = new int[Field.COUNT];
    private final boolean[] escaped = new boolean[Field.COUNT];
    private final JsonWalker walker = new JsonWalker();
    private final UnknownNames unknownNames = new UnknownNames();
    private final ExpandableArrayBuffer scratch = new ExpandableArrayBuffer(1024);
    private UnsafeBuffer buffer;
    private int scratchLength;
    private String badField;
    private String badText;

    /**
     * Walks over a whole frame.
     *
     * @return false where it is not one JSON object: {@link #fault()} says why.
     */
    boolean read(final UnsafeBuffer buffer, final int offset, final int length) {
        this.buffer = buffer;
        walker.wrap(buffer, offset, length);
        Arrays.fill(starts, ABSENT);
        unknownNames.clear();
        scratchLength = 0;
        badField = null;
        badText = null;
        int position = walker.blank(offset);
        if (walker.at(position) != '{') {
            walker.fault(startsWithMark(position) ? "a byte order mark" : "a frame is one JSON object", position);
            return false;
        }
        position = fields(walker.blank(position + 1));
        if (position == JsonWalker.FAULT) {
            return false;
        }
        position = walker.blank(position);
        if (position < offset + length) {
            walker.fault("something follows the object", position);
            return false;
        }
        return true;
    }

    private int fields(final int from) {
        if (walker.at(from) == '}') {
            return from + 1;
        }
        int position = from;
        while (true) {
            if (walker.at(position) != '"') {
                return walker.fault("expected a field name", position);
            }
            walker.clearMarks();
            final int nameStart = position + 1;
            final int nameEnd = walker.string(nameStart);
            if (nameEnd == JsonWalker.FAULT) {
                return JsonWalker.FAULT;
            }
            final Field field = name(nameStart, nameEnd - 1);
            final int start = walker.colon(nameEnd);
            if (start == JsonWalker.FAULT) {
                return JsonWalker.FAULT;
            }
            position = value(field, nameStart, nameEnd - 1, start);
            if (position == JsonWalker.FAULT) {
                return JsonWalker.FAULT;
            }
            position = walker.blank(position);
            final int next = walker.at(position);
            if (next == '}') {
                return position + 1;
            }
            if (next != ',') {
                return walker.fault("expected , or }", position);
            }
            position = walker.blank(position + 1);
        }
    }

    /** The known field of that name or null; notes a name that is given twice or spells no text. */
    private Field name(final int from, final int to) {
        if (walker.hasLoneSurrogate()) {
            bad(from, to, "half a surrogate pair in a field name");
            return null;
        }
        final Field field;
        final boolean isNew;
        if (walker.isEscaped()) {
            scratch.checkLimit(scratchLength + to - from);
            final int length = JsonText.decode(buffer, from, to, scratch, scratchLength);
            field = Field.of(scratch, scratchLength, length);
            isNew = field != null ? starts[field.ordinal()] == ABSENT : unknownNames.add(scratch, scratchLength, length);
        } else {
            field = Field.of(buffer, from, to - from);
            isNew = field != null ? starts[field.ordinal()] == ABSENT : unknownNames.add(buffer, from, to - from);
        }
        if (!isNew) {
            bad(from, to, "given twice");
        }
        return field;
    }

    private int value(final Field field, final int nameFrom, final int nameTo, final int start) {
        walker.clearMarks();
        final int end;
        if (field == Field.PAYLOAD) {
            walker.blankLineEnds(true);
            end = walker.value(start, 1);
            walker.blankLineEnds(false);
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
            escaped[i] = walker.isEscaped();
        }
        return end;
    }

    private boolean startsWithMark(final int position) {
        return walker.at(position) == 0xef && walker.at(position + 1) == 0xbb && walker.at(position + 2) == 0xbf;
    }

    /** What is wrong where {@link #read} said false. */
    String fault() {
        return walker.fault();
    }

    /** And where: position in the buffer. */
    int faultPosition() {
        return walker.faultPosition();
    }

    /** The first field that is given twice or that has half a surrogate pair, or null. */
    String badField() {
        return badField;
    }

    /** What is wrong with {@link #badField()}. */
    String badText() {
        return badText;
    }

    /** Is the field there, and not null? */
    boolean has(final Field field) {
        final int start = starts[field.ordinal()];
        return start != ABSENT && buffer.getByte(start) != 'n';
    }

    int start(final Field field) {
        return starts[field.ordinal()];
    }

    int end(final Field field) {
        return ends[field.ordinal()];
    }

    /** First byte of the field's value, or 0 where it is absent or null. */
    int kind(final Field field) {
        return has(field) ? buffer.getByte(start(field)) : 0;
    }

    /**
     * The text of a field.
     *
     * @param field which.
     * @param view  set to the text.
     * @return false where it is not a string.
     */
    boolean text(final Field field, final UnsafeBuffer view) {
        if (kind(field) != '"') {
            return false;
        }
        text(start(field), end(field), escaped[field.ordinal()], view);
        return true;
    }

    /**
     * The text of any string of the frame.
     *
     * @param start     position of its opening quote.
     * @param end       after its closing quote.
     * @param isEscaped has it escapes?
     * @param view      set to the text.
     */
    void text(final int start, final int end, final boolean isEscaped, final UnsafeBuffer view) {
        if (isEscaped) {
            scratch.checkLimit(scratchLength + end - start);
            final int length = JsonText.decode(buffer, start + 1, end - 1, scratch, scratchLength);
            view.wrap(scratch, scratchLength, length);
            scratchLength += length;
        } else {
            view.wrap(buffer, start + 1, end - start - 2);
        }
    }

    /** Lets a cursor go through the members of an object or the elements of an array. */
    void children(final Field field, final Children cursor) {
        cursor.open(buffer, walker, start(field));
    }

    private void bad(final int from, final int to, final String what) {
        if (badField == null) {
            scratch.checkLimit(scratchLength + to - from);
            final int length = JsonText.decode(buffer, from, to, scratch, scratchLength);
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
