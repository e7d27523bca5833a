package io.patchbay.sdk;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A broadcast as {@link DirectHandler#onBroadcast} sees it: reused, valid during the call.
 */
public final class DirectBroadcast {
    /** Index of the broadcast. */
    public long index;
    /** Engine time, epoch nanoseconds. */
    public long timeNs;
    /** Who sent it. */
    public long instance;
    /** Whether it has an id. */
    public boolean hasId;
    /** Upper half of the id. */
    public long idHi;
    /** Lower half of the id. */
    public long idLo;
    /** See {@link io.patchbay.protocol.Encoding}. */
    public byte encoding;
    /** Name of the sender. */
    public final UnsafeBuffer from = new UnsafeBuffer(0, 0);
    /** The bytes sent. */
    public final UnsafeBuffer payload = new UnsafeBuffer(0, 0);

    DirectBroadcast() {
    }
}
