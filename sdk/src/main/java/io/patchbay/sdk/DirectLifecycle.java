package io.patchbay.sdk;

import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.EventName;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * One of the four service events as {@link DirectHandler#onLifecycle} sees it: reused, valid during the call.
 */
public final class DirectLifecycle {
    /** Index of the record that caused it. */
    public long index;
    /** Engine time, epoch nanoseconds. */
    public long timeNs;
    /** The instance that came or went. */
    public long instance;
    /** Which of the four. */
    public EventName event;
    /** Why it went; null where it came. */
    public DisconnectReason reason;
    /** Name of the service. */
    public final UnsafeBuffer service = new UnsafeBuffer(0, 0);
    /** Its version. */
    public final UnsafeBuffer version = new UnsafeBuffer(0, 0);
    /** Its methods, comma separated; empty where the event does not carry them. */
    public final UnsafeBuffer methods = new UnsafeBuffer(0, 0);

    DirectLifecycle() {
    }
}
