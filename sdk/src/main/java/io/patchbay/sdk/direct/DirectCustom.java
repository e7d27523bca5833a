package io.patchbay.sdk.direct;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A custom event as passed to {@link DirectHandler#onCustom}. The object is reused and valid only during the call.
 */
public final class DirectCustom {
    /** Index of the emit's record. */
    public long index;
    /** Engine time in nanoseconds since the epoch. */
    public long timeNs;
    /** Registration index of the emitting instance. */
    public long instance;
    /** Encoding of the payload, see {@link io.patchbay.protocol.Encoding}. */
    public byte encoding;
    /** Name of the emitting service or consumer. */
    public final UnsafeBuffer service = new UnsafeBuffer(0, 0);
    /** Name of the event, without the name of the service. */
    public final UnsafeBuffer event = new UnsafeBuffer(0, 0);
    /** The payload. */
    public final UnsafeBuffer payload = new UnsafeBuffer(0, 0);

    DirectCustom() {
    }
}
