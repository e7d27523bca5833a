package io.patchbay.engine;

import io.patchbay.protocol.UnhandledReason;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the engine says of a message that was not delivered or not answered; the engine reuses one.
 */
public final class Unhandled {
    /** Upper half of the message's id. */
    public long idHi;
    /** Lower half of the message's id. */
    public long idLo;
    /** Index of the message; 0 for no-request, where the message is a reply that fits nothing. */
    public long request;
    /** Where it was routed, 0 = nowhere. */
    public long instance;
    /** Whose message it was; null where it has left. Told whatever it listens for. */
    public Instance sender;
    /** Why. */
    public UnhandledReason reason;
    /** As the sender wrote it; empty for no-request. */
    public final UnsafeBuffer destination = new UnsafeBuffer(0, 0);
    /** Name of the sender; empty for no-request. */
    public String consumer = "";
    /** Where the answer should have gone, empty = one-way or no-request. */
    public final UnsafeBuffer responder = new UnsafeBuffer(0, 0);
}
