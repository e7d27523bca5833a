package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A reply to a request.
 */
public final class ReplyInput extends Input {
    /** The replying instance. */
    public long from;
    /** Upper half of the request's id. */
    public long idHi;
    /** Lower half of the request's id. */
    public long idLo;
    /** The request stays open. */
    public boolean more;
    /** ErrorCode and errorMessage instead of a payload. */
    public boolean error;
    /** Acknowledge it. */
    public boolean ack;
    /** Plain UTF-8 text. */
    public final UnsafeBuffer errorCode = new UnsafeBuffer(0, 0);
    /** Plain UTF-8 text. */
    public final UnsafeBuffer errorMessage = new UnsafeBuffer(0, 0);
    /** Of the payload, see Encoding. */
    public byte encoding;
    /** Bytes as received. */
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
