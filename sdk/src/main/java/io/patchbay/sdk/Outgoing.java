package io.patchbay.sdk;

import io.patchbay.sdk.direct.DirectClient;
import io.patchbay.sdk.direct.Sent;
import io.patchbay.sdk.exceptions.PatchbayException;

/**
 * A frame that a {@link Client} sends: created by any thread, sent by the client's own.
 */
abstract class Outgoing {
    /** Bytes that were counted when the frame was submitted. The agent releases them once. */
    int countedBytes;

    /** Returns the bytes that count against {@link ClientContext#maxQueuedBytes(int)}; 0 for a frame that is not counted. */
    abstract int queuedBytes();

    /**
     * Returns whether the bytes count until a server has accepted the frame or the frame has ended, rather than until it is sent.
     */
    boolean countsUntilAccepted() {
        return false;
    }

    /** Prepares the frame for queueing; returns {@code false} if it has been refused. Called by the client's thread. */
    boolean onSubmit() {
        return true;
    }

    /** Returns whether the frame still has to be sent. */
    boolean isWanted() {
        return true;
    }

    /** Called when the frame was not sent because it is no longer wanted. */
    void onUnwanted() {
    }

    abstract Sent send(DirectClient direct);

    /** Called when the frame has been handed to the transport. */
    void onSent() {
    }

    /** Returns whether the frame is to be sent on the next connection if this one is lost. */
    abstract boolean outlivesConnection();

    /** Called when the frame will never be sent. */
    abstract void onFailure(PatchbayException failure);
}
