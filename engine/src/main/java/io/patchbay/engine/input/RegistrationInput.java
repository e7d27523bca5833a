package io.patchbay.engine.input;

import io.patchbay.engine.Inputs;
import io.patchbay.protocol.Choose;

import java.util.ArrayList;
import java.util.List;

/**
 * An instance registered; its id is the index of this record.
 */
public final class RegistrationInput extends Input {
    /** Index of session-opened. */
    public long session;
    /** Index of the gateway's gateway-started record. */
    public long gateway;
    /** Whose rights it has, anonymous without authorization. */
    public String principal = "";
    /** Service or consumer. */
    public String name = "";
    /** Semantic version. */
    public String version = "";
    /** Empty = a consumer. */
    public final List<String> methods = new ArrayList<>();
    /** Core event names, name:event and name:*; as resolved, defaults filled in. */
    public final List<String> listen = new ArrayList<>();
    /** How to choose among instances. */
    public Choose choose = Choose.ROUND_ROBIN;
    /** Every message, reply, broadcast and emit is acknowledged. */
    public boolean acks;
    /** Ipc, udp, or empty: by socket only. */
    public String aeron = "";

    @Override
    public RecordKind kind() {
        return RecordKind.REGISTRATION;
    }

    @Override
    public void applyTo(final Inputs inputs) {
        inputs.registration(this);
    }
}
