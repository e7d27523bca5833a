package io.patchbay.replay;

import io.patchbay.engine.input.MessageInput;
import io.patchbay.protocol.Indexes;
import io.patchbay.text.Uuids;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * The message to trace, given by its id or by its index. For an index the id becomes known with the message's record.
 */
public final class TracedMessage {
    private final String text;
    private final long index;
    private boolean hasId;
    private long idHi;
    private long idLo;

    /**
     * Parses an id or an index.
     *
     * @throws IllegalArgumentException if the text is neither.
     */
    public TracedMessage(final String text) {
        this.text = text;
        final UnsafeBuffer bytes = new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
        if (Uuids.isUuid(bytes, 0, bytes.capacity())) {
            index = 0;
            hasId = true;
            idHi = Uuids.hi(bytes, 0);
            idLo = Uuids.lo(bytes, 0);
        } else {
            try {
                index = Indexes.parse(text);
            } catch (final NumberFormatException e) {
                throw new IllegalArgumentException("'" + text + "' is neither the id of a message (a UUID) nor its index"
                    + " (0x…)", e);
            }
        }
    }

    /** Returns whether a record is the message's, or a repeat of it with the same id. */
    boolean is(final MessageInput in) {
        return hasId ? isId(in.idHi, in.idLo) : in.index == index;
    }

    /** Returns whether an id is the message's; false while the id is not known. */
    boolean isId(final long hi, final long lo) {
        return hasId && idHi == hi && idLo == lo;
    }

    /** Takes the id from the message's record. */
    void found(final MessageInput in) {
        hasId = true;
        idHi = in.idHi;
        idLo = in.idLo;
    }

    long idHi() {
        return idHi;
    }

    long idLo() {
        return idLo;
    }

    @Override
    public String toString() {
        return text;
    }
}
