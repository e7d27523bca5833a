package io.patchbay.sdk;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A reply as {@link DirectHandler#onReply} sees it: views into the receive buffer, reused, valid during the call.
 */
public final class DirectReply {
    /** Index of the reply. */
    public long index;
    /** Upper half of the request's id. */
    public long idHi;
    /** Lower half of the request's id. */
    public long idLo;
    /** Who answered. */
    public long instance;
    /** Further replies follow. */
    public boolean more;
    /** {@link #errorCode} and {@link #errorMessage} count, not the payload. */
    public boolean error;
    /** See {@link io.patchbay.protocol.Encoding}. */
    public byte encoding;
    /** As the request named it. */
    public final UnsafeBuffer responder = new UnsafeBuffer(0, 0);
    /** UTF-8. */
    public final UnsafeBuffer errorCode = new UnsafeBuffer(0, 0);
    /** UTF-8. */
    public final UnsafeBuffer errorMessage = new UnsafeBuffer(0, 0);
    /** The bytes answered. */
    public final UnsafeBuffer payload = new UnsafeBuffer(0, 0);

    DirectReply() {
    }
}
