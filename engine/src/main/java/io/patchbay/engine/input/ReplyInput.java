package io.patchbay.engine.input;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Record of a reply to a request.
 */
public final class ReplyInput extends Input {
    /** Id of the replying instance. */
    public long from;
    /** Upper half of the request's id. */
    public long idHi;
    /** Lower half of the request's id. */
    public long idLo;
    /** Whether more replies follow, so that the request stays open. */
    public boolean more;
    /** Whether the reply has an error code and an error message instead of a payload. */
    public boolean error;
    /** Whether the frame asks for an ack. */
    public boolean ack;
    /** The error code, as UTF-8 text. */
    public final UnsafeBuffer errorCode = new UnsafeBuffer(0, 0);
    /** The error message, as UTF-8 text. */
    public final UnsafeBuffer errorMessage = new UnsafeBuffer(0, 0);
    /** Encoding of the payload; see {@code Encoding}. */
    public byte encoding;
    /** The payload's bytes as received. */
    public final UnsafeBuffer payload = new UnsafeBuffer(0, 0);

    @Override
    public RecordKind kind() {
        return RecordKind.REPLY;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.reply(this);
    }
}
