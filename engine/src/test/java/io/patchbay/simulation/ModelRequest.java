package io.patchbay.simulation;

import io.patchbay.engine.input.MessageInput;
import io.patchbay.protocol.UnhandledReason;

/** What the model knows of a message. */
final class ModelRequest {
    long index;
    long id;
    ModelInstance asker;
    ModelInstance to;
    long deadlineNs;
    /** When its record was made, and how long after that it may be open, by elapsed time. */
    long takenNs;
    long timeoutNs;
    boolean isRequest;
    boolean isOpen;
    /** Of the record that ended it, 0 = open. */
    long endIndex;
    long endedNs;
    UnhandledReason reason;
    boolean isWithheld;
    /** Its id has been used before: who had it then may answer it now. */
    boolean isRepeat;
    /** The fold that last said so: twice in one is once too often. */
    int endSaidIn;
    byte askerName;
    /** A copy of the message of one that waits for a service to come back; null once it has an instance. */
    MessageInput waiting;
}
