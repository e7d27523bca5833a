package io.patchbay.sdk.direct;

import org.agrona.DirectBuffer;

import java.util.function.Supplier;

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
    public final DirectBuffer responder;
    /** Code of the error, in UTF-8. */
    public final DirectBuffer errorCode;
    /** Text of the error for a person, in UTF-8. */
    public final DirectBuffer errorMessage;
    /** The payload. */
    public final DirectBuffer payload;

    DirectReply(final Supplier<DirectBuffer> views) {
        responder = views.get();
        errorCode = views.get();
        errorMessage = views.get();
        payload = views.get();
    }
}
