package io.patchbay.sdk.direct;

import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.EventName;

import org.agrona.DirectBuffer;

import java.util.function.Supplier;

/**
 * One of the four service events as passed to {@link DirectHandler#onLifecycle}. The object is reused and valid only during the
 * call.
 */
public final class DirectLifecycle {
    /** Index of the record that caused the event. */
    public long index;
    /** Engine time in nanoseconds since the epoch. */
    public long timeNs;
    /** Registration index of the instance that registered or is gone. */
    public long instance;
    /** The event, one of the four. */
    public EventName event;
    /** The reason why the instance is gone; {@code null} if it registered. */
    public DisconnectReason reason;
    /** Name of the service. */
    public final DirectBuffer service;
    /** Version of the instance. */
    public final DirectBuffer version;
    /** Methods of the instance, comma-separated; empty if the event does not carry them. */
    public final DirectBuffer methods;

    DirectLifecycle(final Supplier<DirectBuffer> views) {
        service = views.get();
        version = views.get();
        methods = views.get();
    }
}
