package io.patchbay.sdk.direct;

import org.agrona.DirectBuffer;

import java.util.function.Supplier;

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
    public final DirectBuffer service;
    /** Name of the event, without the name of the service. */
    public final DirectBuffer event;
    /** The payload. */
    public final DirectBuffer payload;

    DirectCustom(final Supplier<DirectBuffer> views) {
        service = views.get();
        event = views.get();
        payload = views.get();
    }
}
