package io.patchbay.engine.input;

import io.patchbay.protocol.Choose;

import java.util.ArrayList;
import java.util.List;

/**
 * Record of an instance's registration. The instance's id is the index of this record.
 */
public final class RegistrationInput extends Input {
    /** Index of the session's session-opened record. */
    public long session;
    /** Id of the gateway, the index of its gateway-started record. */
    public long gateway;
    /** The principal whose rights it has; {@code anonymous} without authorization. */
    public String principal = "";
    /** Name of the service or consumer. */
    public String name = "";
    /** Semantic version. */
    public String version = "";
    /** Its methods; empty = a consumer. */
    public final List<String> methods = new ArrayList<>();
    /** Core event names, {@code name:event} and {@code name:*}, with the defaults filled in. */
    public final List<String> listen = new ArrayList<>();
    /** The way to choose among instances. */
    public Choose choose = Choose.ROUND_ROBIN;
    /** Whether each of its messages, replies, broadcasts and emits is acknowledged. */
    public boolean acks;
    /** {@code ipc} or {@code udp}; empty = by socket only. */
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
