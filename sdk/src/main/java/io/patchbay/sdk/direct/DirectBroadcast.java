package io.patchbay.sdk.direct;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A broadcast as passed to {@link DirectHandler#onBroadcast}. The object is reused and valid only during the call.
 */
public final class DirectBroadcast {
    /** Index of the broadcast's record. */
    public long index;
    /** Engine time in nanoseconds since the epoch. */
    public long timeNs;
    /** Registration index of the sending instance. */
    public long instance;
    /** Whether the broadcast has an id. */
    public boolean hasId;
    /** Upper half of the id. */
    public long idHi;
    /** Lower half of the id. */
    public long idLo;
    /** Encoding of the payload, see {@link io.patchbay.protocol.Encoding}. */
    public byte encoding;
    /** Name of the sender. */
    public final UnsafeBuffer from = new UnsafeBuffer(0, 0);
    /** The payload. */
    public final UnsafeBuffer payload = new UnsafeBuffer(0, 0);

    DirectBroadcast() {
    }
}
