package io.patchbay.journal.record;

import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.ReplyInput;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Messages and replies packed as numbers, with references to their texts in the journal. Each takes two cache lines, where a
 * carrier and its views take a dozen. One thread decodes them and another uses them, on cores that may be far from each other.
 */
final class PackedRecords {
    private static final int WORDS = 16;
    private static final int KIND = 0;
    private static final int INDEX = 1;
    private static final int TIME = 2;
    private static final int FROM = 3;
    private static final int ID_HI = 4;
    private static final int ID_LO = 5;
    private static final int FLAGS = 6;
    private static final int BASE = 7;
    private static final int TEXTS = 8;
    private static final int OTHER = 0;
    private static final int MESSAGE = 1;
    private static final int REPLY = 2;
    private static final int ENCODING_SHIFT = 8;
    private static final long ACK = 1;
    private static final long MORE = 2;
    private static final long ERROR = 4;

    private final long[] words;
    private final MessageInput message = new MessageInput();
    private final ReplyInput reply = new ReplyInput();

    PackedRecords(final int capacity) {
        words = new long[capacity * WORDS];
    }

    /**
     * Packs a record. Returns false if it is of another kind, or has texts outside of the journal; only its index is kept then.
     */
    boolean put(final int position, final Input in) {
        final int at = position * WORDS;
        words[at + INDEX] = in.index;
        words[at + TIME] = in.timeNs;
        final int kind = in instanceof MessageInput put && put(at, put) ? MESSAGE
            : in instanceof ReplyInput put && put(at, put) ? REPLY : OTHER;
        words[at + KIND] = kind;
        return kind != OTHER;
    }

    private boolean put(final int at, final MessageInput in) {
        words[at + FROM] = in.from;
        words[at + ID_HI] = in.idHi;
        words[at + ID_LO] = in.idLo;
        words[at + FLAGS] = (long)in.timeoutMs << Integer.SIZE | (in.encoding & 0xffL) << ENCODING_SHIFT | (in.ack ? ACK : 0);
        words[at + BASE] = in.destination.addressOffset();
        return putText(at, 0, in.destination) && putText(at, 1, in.responder) && putText(at, 2, in.key)
            && putText(at, 3, in.traceparent) && putText(at, 4, in.payload);
    }

    private boolean put(final int at, final ReplyInput in) {
        words[at + FROM] = in.from;
        words[at + ID_HI] = in.idHi;
        words[at + ID_LO] = in.idLo;
        words[at + FLAGS] = (in.encoding & 0xffL) << ENCODING_SHIFT | (in.ack ? ACK : 0) | (in.more ? MORE : 0)
            | (in.error ? ERROR : 0);
        words[at + BASE] = (in.payload.capacity() > 0 ? in.payload : in.errorCode).addressOffset();
        return putText(at, 0, in.errorCode) && putText(at, 1, in.errorMessage) && putText(at, 2, in.payload);
    }

    private boolean putText(final int at, final int text, final UnsafeBuffer view) {
        words[at + TEXTS + text] = view.capacity() == 0 ? 0
            : view.addressOffset() - words[at + BASE] << Integer.SIZE | view.capacity();
        return view.byteArray() == null || view.capacity() == 0;
    }

    /** Returns a record, valid until the next call; null if it was not packed. */
    Input get(final int position) {
        final int at = position * WORDS;
        final Input in;
        if (words[at + KIND] == MESSAGE) {
            get(at, message);
            in = message;
        } else if (words[at + KIND] == REPLY) {
            get(at, reply);
            in = reply;
        } else {
            return null;
        }
        in.index = words[at + INDEX];
        in.timeNs = words[at + TIME];
        return in;
    }

    private void get(final int at, final MessageInput in) {
        final long flags = words[at + FLAGS];
        in.from = words[at + FROM];
        in.idHi = words[at + ID_HI];
        in.idLo = words[at + ID_LO];
        in.timeoutMs = (int)(flags >> Integer.SIZE);
        in.encoding = (byte)(flags >> ENCODING_SHIFT);
        in.ack = (flags & ACK) != 0;
        getText(at, 0, in.destination);
        getText(at, 1, in.responder);
        getText(at, 2, in.key);
        getText(at, 3, in.traceparent);
        getText(at, 4, in.payload);
    }

    private void get(final int at, final ReplyInput in) {
        final long flags = words[at + FLAGS];
        in.from = words[at + FROM];
        in.idHi = words[at + ID_HI];
        in.idLo = words[at + ID_LO];
        in.encoding = (byte)(flags >> ENCODING_SHIFT);
        in.ack = (flags & ACK) != 0;
        in.more = (flags & MORE) != 0;
        in.error = (flags & ERROR) != 0;
        getText(at, 0, in.errorCode);
        getText(at, 1, in.errorMessage);
        getText(at, 2, in.payload);
    }

    private void getText(final int at, final int text, final UnsafeBuffer view) {
        final long word = words[at + TEXTS + text];
        view.wrap(words[at + BASE] + (word >> Integer.SIZE), (int)word);
    }

    /** Returns the index of a record, packed or not. */
    long index(final int position) {
        return words[position * WORDS + INDEX];
    }

    /** Returns whether a record was packed, and so has an id. */
    boolean hasId(final int position) {
        return words[position * WORDS + KIND] != OTHER;
    }

    long idHi(final int position) {
        return words[position * WORDS + ID_HI];
    }

    long idLo(final int position) {
        return words[position * WORDS + ID_LO];
    }
}
