package io.patchbay.sdk.direct;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A reply as passed to {@link DirectHandler#onReply}. Its buffers are views into the receive buffer; the object is reused and
 * valid only during the call.
 */
public final class DirectReply {
    /** Index of the reply's record. */
    public long index;
    /** Upper half of the request's id. */
    public long idHi;
    /** Lower half of the request's id. */
    public long idLo;
    /** Registration index of the answering instance. */
    public long instance;
    /** Whether further replies follow. */
    public boolean more;
    /** Whether the reply is an error: then {@link #errorCode} and {@link #errorMessage} are valid, otherwise the payload is. */
    public boolean error;
    /** Encoding of the payload, see {@link io.patchbay.protocol.Encoding}. */
    public byte encoding;
    /** The responder that the request named. */
    public final UnsafeBuffer responder = new UnsafeBuffer(0, 0);
    /** Code of the error, in UTF-8. */
    public final UnsafeBuffer errorCode = new UnsafeBuffer(0, 0);
    /** Text of the error for a person, in UTF-8. */
    public final UnsafeBuffer errorMessage = new UnsafeBuffer(0, 0);
    /** The payload. */
    public final UnsafeBuffer payload = new UnsafeBuffer(0, 0);

    DirectReply() {
    }
}
