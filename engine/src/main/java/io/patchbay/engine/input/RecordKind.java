package io.patchbay.engine.input;

import java.util.function.Supplier;

/**
 * The kinds of journal record, with the word that names each in the journal and in exports, and a maker of empty carriers.
 */
public enum RecordKind {
    /** Every setting that can change a decision; written at start and at each change. */
    SETTINGS("settings", SettingsInput::new),
    /** A gateway started; its id is the index of this record. */
    GATEWAY_STARTED("gateway-started", GatewayStartedInput::new),
    /** A gateway is gone; whatever it still had registered ends. */
    GATEWAY_LOST("gateway-lost", GatewayLostInput::new),
    /** A connection said its first authorize or register. A session's number is the index of this record. */
    SESSION_OPENED("session-opened", SessionOpenedInput::new),
    /** A connection ended; its instance, if it is still there, goes with it. */
    SESSION_CLOSED("session-closed", SessionClosedInput::new),
    /** A token was right. */
    AUTHORIZED("authorized", AuthorizedInput::new),
    /** Something was refused for want of a right, written for the audit only. Never holds a token. */
    REFUSED("refused", RefusedInput::new),
    /** An instance registered; its id is the index of this record. */
    REGISTRATION("registration", RegistrationInput::new),
    /** A message to service[@version]:method. */
    MESSAGE("message", MessageInput::new),
    /** A reply to a request. */
    REPLY("reply", ReplyInput::new),
    /** A broadcast. */
    BROADCAST("broadcast", BroadcastInput::new),
    /** A custom event. */
    EMIT("emit", EmitInput::new),
    /** A query for what is there. */
    SERVICES("services", ServicesInput::new),
    /** A query for what became of a message. */
    STATUS("status", StatusInput::new),
    /** An instance leaves. */
    UNREGISTER("unregister", UnregisterInput::new),
    /** Time passed: written when a deadline or a drain is due. */
    TICK("tick", TickInput::new),
    /** A request was not handed over since its deadline had passed by the host's clock. */
    WITHHELD("withheld", WithheldInput::new),
    /** The host gave up on a receiver: the instance ends with this reason. */
    DELIVERY_FAILED("delivery-failed", DeliveryFailedInput::new),
    /** The state hash right after an earlier record, to verify replays against. */
    CHECKPOINT("checkpoint", CheckpointInput::new),
    /** The wall clock leapt; engine time goes on by elapsed time. Since schema 3. */
    CLOCK_LEAP("clock-leap", ClockLeapInput::new);

    private static final RecordKind[] VALUES = values();

    private final String word;
    private final Supplier<Input> maker;

    RecordKind(final String word, final Supplier<Input> maker) {
        this.word = word;
        this.maker = maker;
    }

    /**
     * The word that names it in the journal.
     *
     * @return for example {@code gateway-started}.
     */
    public String wireName() {
        return word;
    }

    /**
     * A new, empty carrier of this kind.
     *
     * @return never null.
     */
    public Input newInput() {
        return maker.get();
    }

    /**
     * The kind that a word names.
     *
     * @param word any characters.
     * @return the kind, or null.
     */
    public static RecordKind fromWire(final CharSequence word) {
        for (final RecordKind kind : VALUES) {
            if (kind.word.contentEquals(word)) {
                return kind;
            }
        }
        return null;
    }
}
