package io.patchbay.gateway.json;

/**
 * Goes through the members of an object, or the elements of an array, of a frame that has been walked over without a fault.
 */
final class Children {
    private byte[] bytes;
    private JsonWalker walker;
    private boolean inObject;
    private int position;
    private int nameStart;
    private int nameEnd;
    private int start;
    private int end;
    private boolean escaped;

    void open(final JsonWalker walker, final int from) {
        this.walker = walker;
        bytes = walker.bytes();
        inObject = bytes[from] == '{';
        position = from + 1;
    }

    /** Goes to the next one; false after the last. */
    boolean next() {
        position = walker.blank(position);
        final int c = walker.at(position);
        if (c == '}' || c == ']') {
            return false;
        }
        if (c == ',') {
            position = walker.blank(position + 1);
        }
        if (inObject) {
            nameStart = position + 1;
            position = walker.string(nameStart);
            nameEnd = position - 1;
            position = walker.colon(position);
        }
        walker.clearMarks();
        start = position;
        position = walker.value(position, 1);
        end = position;
        escaped = walker.isEscaped();
        return true;
    }

    /** Is this the member's name, escapes counting as what they spell? */
    boolean isNamed(final String ascii) {
        int at = nameStart;
        for (int i = 0; i < ascii.length(); i++) {
            if (at >= nameEnd) {
                return false;
            }
            int c = bytes[at];
            if (c == '\\' && bytes[at + 1] == 'u') {
                c = walker.codeUnit(at + 2);
                at += 6;
            } else {
                at++;
            }
            if (c != ascii.charAt(i)) {
                return false;
            }
        }
        return at == nameEnd;
    }

    /** First byte of the value. */
    int kind() {
        return bytes[start];
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    boolean isEscaped() {
        return escaped;
    }
}
