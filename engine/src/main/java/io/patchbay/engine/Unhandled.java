package io.patchbay.engine;

import io.patchbay.protocol.UnhandledReason;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A message that was not delivered or not answered, with the reason. The engine reuses one object.
 */
public final class Unhandled {
    /** Upper half of the message's id. */
    public long idHi;
    /** Lower half of the message's id. */
    public long idLo;
    /** Index of the message; 0 for no-request, where the message is a reply that belongs to no open request. */
    public long request;
    /** The instance that it was routed to; 0 = none. */
    public long instance;
    /** The sender, which receives the event whether it listens for it or not; null if it has left. */
    public Instance sender;
    /** The reason. */
    public UnhandledReason reason;
    /** The destination as the sender wrote it; empty for no-request. */
    public final UnsafeBuffer destination = new UnsafeBuffer(0, 0);
    /** Name of the sender; empty for no-request. */
    public String consumer = "";
    /** The name to which the answer would have gone; empty for a one-way message or no-request. */
    public final UnsafeBuffer responder = new UnsafeBuffer(0, 0);
}
