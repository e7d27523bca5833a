package io.patchbay.sdk;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A custom event as {@link DirectHandler#onCustom} sees it: reused, valid during the call.
 */
public final class DirectCustom {
    /** Index of the emit. */
    public long index;
    /** Engine time, epoch nanoseconds. */
    public long timeNs;
    /** Who emitted it. */
    public long instance;
    /** See {@link io.patchbay.protocol.Encoding}. */
    public byte encoding;
    /** Name of the emitting service or consumer. */
    public final UnsafeBuffer service = new UnsafeBuffer(0, 0);
    /** Name of the event, without the service. */
    public final UnsafeBuffer event = new UnsafeBuffer(0, 0);
    /** The bytes sent. */
    public final UnsafeBuffer payload = new UnsafeBuffer(0, 0);

    DirectCustom() {
    }
}
