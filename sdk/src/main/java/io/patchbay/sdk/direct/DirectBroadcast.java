package io.patchbay.sdk.direct;

import org.agrona.DirectBuffer;

import java.util.function.Supplier;

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
    public final DirectBuffer from;
    /** The payload. */
    public final DirectBuffer payload;

    DirectBroadcast(final Supplier<DirectBuffer> views) {
        from = views.get();
        payload = views.get();
    }
}
