package io.patchbay.sdk;

import io.patchbay.protocol.UnhandledReason;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * An unhandled-message as {@link DirectHandler#onUnhandled} sees it: reused, valid during the call.
 */
public final class DirectUnhandled {
    /** Index of the record that ended it. */
    public long index;
    /** Engine time, epoch nanoseconds. */
    public long timeNs;
    /** Upper half of the message's id. */
    public long idHi;
    /** Lower half of the message's id. */
    public long idLo;
    /** Index of the message, 0 = unknown. */
    public long request;
    /** Where it was routed, 0 = nowhere. */
    public long instance;
    /** Why. */
    public UnhandledReason reason;
    /** As the sender wrote it; empty for a reply that fits nothing. */
    public final UnsafeBuffer destination = new UnsafeBuffer(0, 0);
    /** Name of the sender. */
    public final UnsafeBuffer consumer = new UnsafeBuffer(0, 0);
    /** Where the answer should have gone. */
    public final UnsafeBuffer responder = new UnsafeBuffer(0, 0);

    DirectUnhandled() {
    }
}
