package io.patchbay.simulation;

import io.patchbay.engine.input.MessageInput;
import io.patchbay.protocol.UnhandledReason;

/** The model's state of a message. */
final class ModelRequest {
    long index;
    long id;
    ModelInstance asker;
    ModelInstance to;
    long deadlineNs;
    /** Elapsed time when its record was appended, followed by the elapsed time for which it may be open. */
    long takenNs;
    long timeoutNs;
    boolean isRequest;
    boolean isOpen;
    /** Index of the record that ended it; 0 = open. */
    long endIndex;
    long endedNs;
    UnhandledReason reason;
    boolean isWithheld;
    /** Whether its id has been used before: an instance that had the earlier message may answer this one. */
    boolean isRepeat;
    /** The last fold that ended it, to detect two ends in one fold. */
    int endSaidIn;
    byte askerName;
    /** The message of a request that waits for a service to come back; null once it has an instance. */
    MessageInput waiting;
}
