package io.patchbay.protocol;

/**
 * Every fixed bound of the contract, and the defaults of those that are settings. Units are in the names.
 */
public final class Limits {
    /** Default of {@code --max-frame}: bytes of a client's frame, without its line end. */
    public static final int MAX_FRAME_DEFAULT_BYTES = 65_536;
    /** The largest {@code --max-frame}. */
    public static final int MAX_FRAME_CEILING_BYTES = 1 << 20;
    /** The smallest {@code --max-frame}: the handshake must fit. */
    public static final int MAX_FRAME_FLOOR_BYTES = 1_024;
    /** How much longer than maxFrame a server's frame may be. */
    public static final int SERVER_FRAME_EXTRA_BYTES = 4_096;
    /** Nesting of a JSON frame. */
    public static final int MAX_JSON_DEPTH = 512;
    /** Characters of a service, method, event or responder name. */
    public static final int MAX_NAME_LENGTH = 64;
    /** Characters of a semantic version. */
    public static final int MAX_VERSION_LENGTH = 128;
    /** Methods of one registration. */
    public static final int MAX_METHODS = 1_024;
    /** Entries of one listen list. */
    public static final int MAX_LISTEN = 1_024;
    /** Bytes of a message's key. */
    public static final int MAX_KEY_BYTES = 256;
    /** Bytes of a traceparent. */
    public static final int MAX_TRACEPARENT_BYTES = 256;
    /** The longest timeoutMs: a day. */
    public static final int MAX_TIMEOUT_MS = 86_400_000;
    /** Default of a message's timeoutMs. */
    public static final int DEFAULT_TIMEOUT_MS = 30_000;
    /** Default for how long an ended id is remembered. */
    public static final int DUPLICATE_WINDOW_MS = 600_000;
    /** Default for how many ended ids are remembered. */
    public static final int MAX_ENDED_IDS = 4_194_304;
    /** Default for open requests per asker, and per instance. */
    public static final int MAX_OPEN_REQUESTS = 65_536;
    /** Default of {@code --drain}. */
    public static final int DRAIN_MS = 5_000;
    /** Default of {@code --rejoin-grace}. */
    public static final int REJOIN_GRACE_MS = 10_000;
    /** Default of heartbeatMs. */
    public static final int HEARTBEAT_MS = 10_000;
    /** Silent heartbeat periods after which a session is gone. */
    public static final int HEARTBEATS_MISSED = 3;
    /** Default time for authorizing. */
    public static final int AUTHORIZE_TIMEOUT_MS = 5_000;
    /** Default time for registering. */
    public static final int REGISTER_TIMEOUT_MS = 30_000;
    /** How long input is discarded after the server ended its sending side. */
    public static final int LINGER_MS = 1_000;
    /** Default of {@code --window}: unsent bytes of one instance. */
    public static final int WINDOW_BYTES = 8 << 20;
    /** Default of {@code --window-total}: unsent bytes of all together. */
    public static final long WINDOW_TOTAL_BYTES = 256L << 20;
    /** A tick is written at the latest this long after a deadline is due. */
    public static final int TICK_LATENESS_MS = 10;
    /** Records between two checkpoints. */
    public static final int CHECKPOINT_RECORDS = 65_536;
    /** Version of the protocol that connect announces. */
    public static final int PROTOCOL = 1;
    /** Version of the journal's record schema. 2 added a check at the end of each record; 3 is not released and may change. */
    public static final int SCHEMA = 3;
    /** Version of the engine's rules. */
    public static final int RULES = 1;

    private Limits() {
    }

    /**
     * Returns how much may wait for one service that is expected back: it all goes to the first instance that returns, so it
     * must fit into that instance's window, as JSON with base64 too.
     *
     * @param windowBytes {@code --window}.
     * @return bytes.
     */
    public static long rejoinServiceBytes(final long windowBytes) {
        return windowBytes / 2;
    }

    /**
     * Returns how much may wait for all services that are expected back.
     *
     * @param windowTotalBytes {@code --window-total}.
     * @return bytes.
     */
    public static long rejoinTotalBytes(final long windowTotalBytes) {
        return windowTotalBytes / 4;
    }
}
