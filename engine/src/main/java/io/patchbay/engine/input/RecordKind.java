package io.patchbay.engine.input;

import java.util.function.Supplier;

/**
 * The kinds of journal record. Each has a name in the journal and in exports, and a supplier of empty carriers.
 */
public enum RecordKind {
    /** The settings that decisions depend on, written at start and at each change. */
    SETTINGS("settings", SettingsInput::new),
    /** The start of a gateway, whose id is the index of this record. */
    GATEWAY_STARTED("gateway-started", GatewayStartedInput::new),
    /** The loss of a gateway. The instances that are still registered through it end. */
    GATEWAY_LOST("gateway-lost", GatewayLostInput::new),
    /** The first authorize or register of a connection. A session's number is the index of this record. */
    SESSION_OPENED("session-opened", SessionOpenedInput::new),
    /** The end of a connection. Its instance, if still registered, leaves. */
    SESSION_CLOSED("session-closed", SessionClosedInput::new),
    /** An authorization that succeeded. */
    AUTHORIZED("authorized", AuthorizedInput::new),
    /** A refusal for a missing right, written for the audit only. Never holds a token. */
    REFUSED("refused", RefusedInput::new),
    /** The registration of an instance, whose id is the index of this record. */
    REGISTRATION("registration", RegistrationInput::new),
    /** A message to {@code service[@version]:method}. */
    MESSAGE("message", MessageInput::new),
    /** A reply to a request. */
    REPLY("reply", ReplyInput::new),
    /** A broadcast. */
    BROADCAST("broadcast", BroadcastInput::new),
    /** A custom event. */
    EMIT("emit", EmitInput::new),
    /** A query for the registered services. */
    SERVICES("services", ServicesInput::new),
    /** A query for the status of a message. */
    STATUS("status", StatusInput::new),
    /** The unregistering of an instance. */
    UNREGISTER("unregister", UnregisterInput::new),
    /** A tick, which only advances engine time; written when a deadline or a drain is due. */
    TICK("tick", TickInput::new),
    /** A request that was not delivered because its deadline had passed by the host's clock. */
    WITHHELD("withheld", WithheldInput::new),
    /** The failure of delivery to an instance, which ends with the given reason. */
    DELIVERY_FAILED("delivery-failed", DeliveryFailedInput::new),
    /** The state hash right after an earlier record, for the verification of replays. */
    CHECKPOINT("checkpoint", CheckpointInput::new),
    /** A leap of the wall clock. Engine time goes on by elapsed time. Since schema 3. */
    CLOCK_LEAP("clock-leap", ClockLeapInput::new);

    private static final RecordKind[] VALUES = values();

    private final String wireName;
    private final Supplier<Input> factory;

    RecordKind(final String wireName, final Supplier<Input> factory) {
        this.wireName = wireName;
        this.factory = factory;
    }

    /**
     * Returns the name of this kind in the journal and in exports.
     *
     * @return for example {@code gateway-started}.
     */
    public String wireName() {
        return wireName;
    }

    /**
     * Returns a new, empty carrier of this kind.
     *
     * @return never null.
     */
    public Input newInput() {
        return factory.get();
    }

    /**
     * Returns the kind with a name.
     *
     * @param name any characters.
     * @return the kind, or null.
     */
    public static RecordKind fromWire(final CharSequence name) {
        for (final RecordKind kind : VALUES) {
            if (kind.wireName.contentEquals(name)) {
                return kind;
            }
        }
        return null;
    }
}
