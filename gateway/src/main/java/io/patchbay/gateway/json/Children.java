package io.patchbay.gateway.json;

/**
 * A cursor over the members of an object, or over the elements of an array. It needs a frame that {@link JsonWalker} has
 * accepted, since it checks nothing.
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

    /** Moves to the next member or element. Returns false after the last one. */
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

    /** Returns whether the member has this name. An escaped character of the name equals the character that it spells. */
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

    /** Returns the first byte of the value, which tells its type. */
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
