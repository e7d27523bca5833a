package io.patchbay.protocol;

/**
 * The fixed bounds of the protocol and the default values of the settings. Units are in the names.
 */
public final class Limits {
    /** Default of {@code --max-frame}: bytes of a client's frame, without its line end. */
    public static final int MAX_FRAME_DEFAULT_BYTES = 65_536;
    /** The largest {@code --max-frame}. */
    public static final int MAX_FRAME_CEILING_BYTES = 1 << 20;
    /** The smallest {@code --max-frame}; the handshake must fit. */
    public static final int MAX_FRAME_FLOOR_BYTES = 1_024;
    /** Number of bytes by which a server's frame may exceed {@code maxFrame}. */
    public static final int SERVER_FRAME_EXTRA_BYTES = 4_096;
    /** Maximum nesting depth of a JSON frame. */
    public static final int MAX_JSON_DEPTH = 512;
    /** Maximum length of a service, method, event or responder name, in characters. */
    public static final int MAX_NAME_LENGTH = 64;
    /** Maximum length of a semantic version, in characters. */
    public static final int MAX_VERSION_LENGTH = 128;
    /** Maximum number of methods of one registration. */
    public static final int MAX_METHODS = 1_024;
    /** Maximum number of entries of one {@code listen} list. */
    public static final int MAX_LISTEN = 1_024;
    /** Maximum size of a message's key, in bytes. */
    public static final int MAX_KEY_BYTES = 256;
    /** Maximum size of a traceparent, in bytes. */
    public static final int MAX_TRACEPARENT_BYTES = 256;
    /** The longest {@code timeoutMs}: one day. */
    public static final int MAX_TIMEOUT_MS = 86_400_000;
    /** Default of a message's {@code timeoutMs}. */
    public static final int DEFAULT_TIMEOUT_MS = 30_000;
    /** Default of the time for which an ended id is remembered. */
    public static final int DUPLICATE_WINDOW_MS = 600_000;
    /** Default of the number of ended ids that are remembered. */
    public static final int MAX_ENDED_IDS = 4_194_304;
    /** Default of the maximum number of open requests, for each asker and for each instance. */
    public static final int MAX_OPEN_REQUESTS = 65_536;
    /** Default of {@code --drain}. */
    public static final int DRAIN_MS = 5_000;
    /** Default of {@code --rejoin-grace}. */
    public static final int REJOIN_GRACE_MS = 10_000;
    /** Default of {@code heartbeatMs}. */
    public static final int HEARTBEAT_MS = 10_000;
    /** Number of silent heartbeat periods after which a session ends. */
    public static final int HEARTBEATS_MISSED = 3;
    /** Default time within which a session must authorize. */
    public static final int AUTHORIZE_TIMEOUT_MS = 5_000;
    /** Default time within which a session must register. */
    public static final int REGISTER_TIMEOUT_MS = 30_000;
    /** Time for which the server discards input after it has shut down its sending side. */
    public static final int LINGER_MS = 1_000;
    /** Default of {@code --window}: unsent bytes of one instance. */
    public static final int WINDOW_BYTES = 8 << 20;
    /** Default of {@code --window-total}: unsent bytes of all instances together. */
    public static final long WINDOW_TOTAL_BYTES = 256L << 20;
    /** Longest time between a deadline and the tick record that ends it. */
    public static final int TICK_LATENESS_MS = 10;
    /** Number of records between two checkpoints. */
    public static final int CHECKPOINT_RECORDS = 65_536;
    /** Version of the protocol, as announced by {@code connect}. */
    public static final int PROTOCOL = 1;
    /**
     * Version of the journal's record schema. Version 2 added a check at the end of each record. Version 3 is not released and
     * may change.
     */
    public static final int SCHEMA = 3;
    /** Version of the engine's rules. */
    public static final int RULES = 1;

    private Limits() {
    }

    /**
     * Returns the number of bytes that may wait for one service that is expected back. All of them go to the first instance that
     * returns, so that they must fit into its window, even as JSON with base64.
     *
     * @param windowBytes value of {@code --window}.
     * @return bytes.
     */
    public static long rejoinServiceBytes(final long windowBytes) {
        return windowBytes / 2;
    }

    /**
     * Returns the number of bytes that may wait for all services that are expected back.
     *
     * @param windowTotalBytes value of {@code --window-total}.
     * @return bytes.
     */
    public static long rejoinTotalBytes(final long windowTotalBytes) {
        return windowTotalBytes / 4;
    }
}
