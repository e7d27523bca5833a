package io.patchbay.sdk.direct;

import io.patchbay.protocol.UnhandledReason;

import org.agrona.DirectBuffer;

import java.util.function.Supplier;

/**
 * An {@code unhandled-message} event as passed to {@link DirectHandler#onUnhandled}. The object is reused and valid only during
 * the call.
 */
public final class DirectUnhandled {
    /** Index of the record that ended the message. */
    public long index;
    /** Engine time in nanoseconds since the epoch. */
    public long timeNs;
    /** Upper half of the message's id. */
    public long idHi;
    /** Lower half of the message's id. */
    public long idLo;
    /** Index of the message's record; 0 if unknown. */
    public long request;
    /** Registration index of the instance that the message was routed to; 0 for none. */
    public long instance;
    /** The reason. */
    public UnhandledReason reason;
    /** The destination as the sender wrote it; empty for a reply that matches no open request. */
    public final DirectBuffer destination;
    /** Name of the sender. */
    public final DirectBuffer consumer;
    /** The responder for the answer. */
    public final DirectBuffer responder;

    DirectUnhandled(final Supplier<DirectBuffer> views) {
        destination = views.get();
        consumer = views.get();
        responder = views.get();
    }
}
