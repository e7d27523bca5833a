package io.patchbay.sdk;

/**
 * A frame on its way out of a {@link Client}: made on any thread, sent by the client's own.
 */
abstract class Outgoing {
    /** What it was counted with when it was submitted; the agent gives it back once. */
    int countedBytes;

    /** What it counts against {@link ClientContext#maxQueuedBytes(int)}; 0 = not counted. */
    abstract int queuedBytes();

    /** Does it count until a server has it or it has ended, rather than until it is sent? */
    boolean countsUntilAccepted() {
        return false;
    }

    /** Called on the client's thread before it is queued; false: it has been refused. */
    boolean onSubmit() {
        return true;
    }

    /** Does it still have to be sent? */
    boolean isWanted() {
        return true;
    }

    /** It was not sent, since it is not wanted any more. */
    void onUnwanted() {
    }

    abstract Sent send(DirectClient direct);

    /** It is in the hands of the transport. */
    void onSent() {
    }

    /** Is it of use on the next connection too? */
    abstract boolean outlivesConnection();

    /** It will never be sent. */
    abstract void onFailure(PatchbayException failure);
}
