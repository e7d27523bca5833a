package io.patchbay.replay;

import io.patchbay.engine.input.MessageInput;
import io.patchbay.protocol.Indexes;
import io.patchbay.protocol.Uuids;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * Which message to trace: by its id, or by its index, whose id is known once the record has been met.
 */
public final class TracedMessage {
    private final String text;
    private final long index;
    private boolean hasId;
    private long idHi;
    private long idLo;

    /** Throws {@link IllegalArgumentException} where the text is neither. */
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

    boolean is(final MessageInput in) {
        return hasId ? isId(in.idHi, in.idLo) : in.index == index;
    }

    boolean isId(final long hi, final long lo) {
        return hasId && idHi == hi && idLo == lo;
    }

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
