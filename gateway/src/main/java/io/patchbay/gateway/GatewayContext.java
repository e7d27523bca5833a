package io.patchbay.gateway;

import io.patchbay.delivery.AeronLink;
import io.patchbay.delivery.GatewayLinkHandler;
import io.patchbay.engine.Inputs;
import io.patchbay.journal.DiskSpace;
import io.patchbay.protocol.Limits;
import io.patchbay.protocol.StreamIds;

import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * All settings of a gateway: filled by whoever composes the process, {@link #conclude() concluded} once, and from then
     * on only
 * read.
 */
public final class GatewayContext {
    /** What {@link #openRequests()} says in a process that has no engine: the gateway then goes by what it has seen itself. */
    public static final long UNKNOWN = -1;
    /** How long a registration waits for an engine that is away, where nothing else is set. */
    public static final int DEFAULT_ENGINE_WAIT_MS = 5_000;
    /** Default of {@link #maxConnections()}. */
    public static final int MAX_CONNECTIONS = 16_384;
    /** Default of {@link #maxNewcomers()}. */
    public static final int MAX_NEWCOMERS = 4_096;
    /** Default of {@link #maxNewcomersPerAddress()}. */
    public static final int MAX_NEWCOMERS_PER_ADDRESS = 1_024;
    private static final int MIN_HEARTBEAT_MS = 10;

    private InetSocketAddress tcp = new InetSocketAddress("127.0.0.1", 7400);
    private InetSocketAddress http = new InetSocketAddress("127.0.0.1", 7480);
    private String udp;
    private int maxFrameBytes = Limits.MAX_FRAME_DEFAULT_BYTES;
    private int heartbeatMs = Limits.HEARTBEAT_MS;
    private int authorizeTimeoutMs = Limits.AUTHORIZE_TIMEOUT_MS;
    private int registerTimeoutMs = Limits.REGISTER_TIMEOUT_MS;
    private int engineWaitMs = DEFAULT_ENGINE_WAIT_MS;
    private int drainMs = Limits.DRAIN_MS;
    private int lingerMs = Limits.LINGER_MS;
    private int windowBytes = Limits.WINDOW_BYTES;
    private long windowTotalBytes = Limits.WINDOW_TOTAL_BYTES;
    private Path authFile;
    private RateLimit rateLimit;
    private long heldInputBytes = Limits.WINDOW_BYTES;
    private long maxOpen = Long.MAX_VALUE;
    private int maxConnections = MAX_CONNECTIONS;
    private int maxNewcomers = MAX_NEWCOMERS;
    private int maxNewcomersPerAddress = MAX_NEWCOMERS_PER_ADDRESS;
    private DiskSpace diskSpace = DiskSpace.unlimited();
    private LongSupplier wallDifferenceNs = () -> 0;
    private boolean isInsecure;
    private boolean allowsAnyUdpEndpoint;
    private Inputs inputs;
    private int slot;
    private LongConsumer onStarted = gateway -> { };
    private AeronLink aeronLink;
    private Function<GatewayLinkHandler, EngineLink> engineLinks =
        handler -> new AeronEngineLink(aeronLink, slot, handler);
    private LongSupplier openRequests = () -> UNKNOWN;
    private LongSupplier waitingMessages = () -> 0;
    private NanoClock nanoClock = SystemNanoClock.INSTANCE;
    private String name = "gateway-" + ProcessHandle.current().pid();
    private List<String> allowedOrigins = new ArrayList<>();
    private List<String> allowedHosts = new ArrayList<>();
    private AuthFile auth;
    private boolean isConcluded;

    /**
     * Checks all settings and reads the auth file.
     *
     * @return this.
     * @throws ConfigurationException where a setting is out of its range, or would open the gateway to others unprotected.
     * @throws GatewayStartException  where the auth file cannot be used.
     */
    public GatewayContext conclude() {
        if (isConcluded) {
            throw new IllegalStateException("already concluded");
        }
        range("--max-frame", maxFrameBytes, Limits.MAX_FRAME_FLOOR_BYTES, Limits.MAX_FRAME_CEILING_BYTES);
        range("heartbeat", heartbeatMs, MIN_HEARTBEAT_MS, Integer.MAX_VALUE / Limits.HEARTBEATS_MISSED);
        range("authorize time-out", authorizeTimeoutMs, 1, Integer.MAX_VALUE);
        range("register time-out", registerTimeoutMs, 1, Integer.MAX_VALUE);
        range("--engine-wait", engineWaitMs, 0, Integer.MAX_VALUE);
        range("--drain", drainMs, 0, Integer.MAX_VALUE);
        range("linger", lingerMs, 1, Integer.MAX_VALUE);
        range("--window", windowBytes, maxFrameBytes + Limits.SERVER_FRAME_EXTRA_BYTES, Integer.MAX_VALUE);
        range("--window-total", windowTotalBytes, windowBytes, Long.MAX_VALUE);
        range("--max-connections", maxConnections, 1, Integer.MAX_VALUE);
        range("--max-newcomers", maxNewcomers, 1, Integer.MAX_VALUE);
        range("--max-newcomers-per-address", maxNewcomersPerAddress, 1, Integer.MAX_VALUE);
        range("slot", slot, 0, StreamIds.MAX_GATEWAYS - 1);
        address("--tcp", tcp);
        address("--http", http);
        for (final String name : allowedHosts) {
            if (!Hosts.isName(name)) {
                throw new ConfigurationException("--allow-host must be the name of a host without port, for example"
                    + " patchbay.example, not \"" + name + '"');
            }
        }
        Objects.requireNonNull(inputs, "inputs");
        if (authFile != null) {
            auth = AuthFile.read(authFile);
        }
        isConcluded = true;
        return this;
    }

    private void address(final String option, final InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new ConfigurationException(option + " " + address.getHostString() + ": no such host; give an address of this "
                + "machine");
        }
        if (authFile == null && !isInsecure && !address.getAddress().isLoopbackAddress()) {
            throw new ConfigurationException(option + " " + address.getHostString() + " opens the server to other machines "
                + "without authorization: give --auth FILE, or --insecure if that is meant, or bind 127.0.0.1");
        }
    }

    private static void range(final String option, final long value, final long min, final long max) {
        if (value < min || value > max) {
            throw new ConfigurationException(option + " must be " + (max >= Integer.MAX_VALUE / Limits.HEARTBEATS_MISSED
                ? "at least " + min : min + " to " + max) + ", not " + value);
        }
    }

    /**
     * The principals that may come in, once concluded.
     *
     * @return null where authorization is off.
     */
    public AuthFile auth() {
        return auth;
    }

    /**
     * Is authorization on?
     *
     * @return true where there is an auth file.
     */
    public boolean isAuthOn() {
        return authFile != null;
    }

    /**
     * Origins of web pages that may open a WebSocket besides the server's own.
     *
     * @return for example {@code https://shop.example}.
     */
    public List<String> allowedOrigins() {
        return allowedOrigins;
    }

    /**
     * Origins of web pages that may open a WebSocket besides the server's own.
     *
     * @param origins for example {@code https://shop.example}, compared without case.
     * @return this.
     */
    public GatewayContext allowedOrigins(final List<String> origins) {
        allowedOrigins = List.copyOf(origins);
        return this;
    }

    /**
     * Returns the names under which the HTTP port may be asked, besides loopback names, addresses and the name it is bound by.
     *
     * @return for example {@code patchbay.example}.
     */
    public List<String> allowedHosts() {
        return allowedHosts;
    }

    /**
     * Sets the names under which the HTTP port may be asked, besides loopback names, addresses and the name it is bound by.
     *
     * @param names without port, for example {@code patchbay.example}, compared without case.
     * @return this.
     */
    public GatewayContext allowedHosts(final List<String> names) {
        allowedHosts = List.copyOf(names);
        return this;
    }

    /** Where the UDP ingress listens: as set, otherwise on the host of TCP with any free port. */
    String udpEndpoint() {
        if (udp != null) {
            return udp;
        }
        final String host = tcp.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":0";
    }

    /**
     * Where TCP connections are taken; port 0 = any free one.
     *
     * @return never null.
     */
    public InetSocketAddress tcp() {
        return tcp;
    }

    /**
     * Where TCP connections are taken; port 0 = any free one.
     *
     * @param value never null.
     * @return this.
     */
    public GatewayContext tcp(final InetSocketAddress value) {
        tcp = value;
        return this;
    }

    /**
     * Where HTTP and WebSocket connections are taken; port 0 = any free one.
     *
     * @return never null.
     */
    public InetSocketAddress http() {
        return http;
    }

    /**
     * Where HTTP and WebSocket connections are taken; port 0 = any free one.
     *
     * @param value never null.
     * @return this.
     */
    public GatewayContext http(final InetSocketAddress value) {
        http = value;
        return this;
    }

    /**
     * Where the Aeron ingress listens for UDP, {@code host:port}; port 0 = any free one. Opened with the first
     * registration that asks for UDP.
     *
     * @return null = the host of {@link #tcp()} with any free port.
     */
    public String udp() {
        return udp;
    }

    /**
     * Where the Aeron ingress listens for UDP, {@code host:port}; port 0 = any free one. Opened with the first
     * registration that asks for UDP.
     *
     * @param value null = the host of {@link #tcp()} with any free port.
     * @return this.
     */
    public GatewayContext udp(final String value) {
        udp = value;
        return this;
    }

    /**
     * The largest client frame, without its line end, bytes.
     *
     * @return between the limits of the contract.
     */
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    /**
     * The largest client frame, without its line end, bytes.
     *
     * @param value between the limits of the contract.
     * @return this.
     */
    public GatewayContext maxFrameBytes(final int value) {
        maxFrameBytes = value;
        return this;
    }

    /**
     * Silence after which a session is pinged, milliseconds.
     *
     * @return at least 10.
     */
    public int heartbeatMs() {
        return heartbeatMs;
    }

    /**
     * Silence after which a session is pinged, milliseconds.
     *
     * @param value at least 10.
     * @return this.
     */
    public GatewayContext heartbeatMs(final int value) {
        heartbeatMs = value;
        return this;
    }

    /**
     * Time from the connection to its authorization, milliseconds.
     *
     * @return at least 1.
     */
    public int authorizeTimeoutMs() {
        return authorizeTimeoutMs;
    }

    /**
     * Time from the connection to its authorization, milliseconds.
     *
     * @param value at least 1.
     * @return this.
     */
    public GatewayContext authorizeTimeoutMs(final int value) {
        authorizeTimeoutMs = value;
        return this;
    }

    /**
     * Returns how long a registration waits for an engine that is away before it is refused.
     *
     * @return milliseconds.
     */
    public int engineWaitMs() {
        return engineWaitMs;
    }

    /**
     * Sets how long a registration waits for an engine that is away before it is refused.
     *
     * @param value milliseconds; default {@link #DEFAULT_ENGINE_WAIT_MS}.
     * @return this.
     */
    public GatewayContext engineWaitMs(final int value) {
        engineWaitMs = value;
        return this;
    }

    /**
     * Time from the connection to its registration, milliseconds.
     *
     * @return at least 1.
     */
    public int registerTimeoutMs() {
        return registerTimeoutMs;
    }

    /**
     * Time from the connection to its registration, milliseconds.
     *
     * @param value at least 1.
     * @return this.
     */
    public GatewayContext registerTimeoutMs(final int value) {
        registerTimeoutMs = value;
        return this;
    }

    /**
     * Longest time from the beginning of a shutdown to the disconnects, milliseconds.
     *
     * @return at least 0.
     */
    public int drainMs() {
        return drainMs;
    }

    /**
     * Longest time from the beginning of a shutdown to the disconnects, milliseconds.
     *
     * @param value at least 0.
     * @return this.
     */
    public GatewayContext drainMs(final int value) {
        drainMs = value;
        return this;
    }

    /**
     * Longest time from a disconnect to the end of the connection, milliseconds.
     *
     * @return at least 1.
     */
    public int lingerMs() {
        return lingerMs;
    }

    /**
     * Longest time from a disconnect to the end of the connection, milliseconds.
     *
     * @param value at least 1.
     * @return this.
     */
    public GatewayContext lingerMs(final int value) {
        lingerMs = value;
        return this;
    }

    /**
     * Unsent bytes above which a session is dropped as a slow consumer.
     *
     * @return at least the largest server frame.
     */
    public int windowBytes() {
        return windowBytes;
    }

    /**
     * Unsent bytes above which a session is dropped as a slow consumer.
     *
     * @param value at least the largest server frame.
     * @return this.
     */
    public GatewayContext windowBytes(final int value) {
        windowBytes = value;
        return this;
    }

    /**
     * Unsent bytes of all sessions together above which the slowest is dropped.
     *
     * @return at least {@link #windowBytes()}.
     */
    public long windowTotalBytes() {
        return windowTotalBytes;
    }

    /**
     * Unsent bytes of all sessions together above which the slowest is dropped.
     *
     * @param value at least {@link #windowBytes()}.
     * @return this.
     */
    public GatewayContext windowTotalBytes(final long value) {
        windowTotalBytes = value;
        return this;
    }

    /**
     * Memory for the beginnings of frames of all connections, bytes; above it the eldest of them gives way.
     *
     * @return at least 1.
     */
    public long heldInputBytes() {
        return heldInputBytes;
    }

    /**
     * Memory for the beginnings of frames of all connections, bytes; above it the eldest of them gives way.
     *
     * @param value at least 1.
     * @return this.
     */
    public GatewayContext heldInputBytes(final long value) {
        heldInputBytes = value;
        return this;
    }

    /**
     * How many requests may be open, where {@link #openRequests()} knows; above it messages are refused.
     *
     * @return at least 1.
     */
    public long maxOpen() {
        return maxOpen;
    }

    /**
     * How many requests may be open, where {@link #openRequests()} knows; above it messages are refused.
     *
     * @param value at least 1.
     * @return this.
     */
    public GatewayContext maxOpen(final long value) {
        maxOpen = value;
        return this;
    }

    /**
     * Sessions at once; one more is turned away.
     *
     * @return at least 1.
     */
    public int maxConnections() {
        return maxConnections;
    }

    /**
     * Sessions at once; one more is turned away.
     *
     * @param value at least 1.
     * @return this.
     */
    public GatewayContext maxConnections(final int value) {
        maxConnections = value;
        return this;
    }

    /**
     * Connections that have not registered yet, HTTP ones included; with one more the eldest gives way.
     *
     * @return at least 1.
     */
    public int maxNewcomers() {
        return maxNewcomers;
    }

    /**
     * Connections that have not registered yet, HTTP ones included; with one more the eldest gives way.
     *
     * @param value at least 1.
     * @return this.
     */
    public GatewayContext maxNewcomers(final int value) {
        maxNewcomers = value;
        return this;
    }

    /**
     * The same of one address.
     *
     * @return at least 1.
     */
    public int maxNewcomersPerAddress() {
        return maxNewcomersPerAddress;
    }

    /**
     * The same of one address.
     *
     * @param value at least 1.
     * @return this.
     */
    public GatewayContext maxNewcomersPerAddress(final int value) {
        maxNewcomersPerAddress = value;
        return this;
    }

    /**
     * What each principal may send, or where authorization is off each session.
     *
     * @return null = as much as it likes, the default.
     */
    public RateLimit rateLimit() {
        return rateLimit;
    }

    /**
     * What each principal may send, or where authorization is off each session; a line of the auth file may say otherwise.
     *
     * @param value null = as much as it likes, the default.
     * @return this.
     */
    public GatewayContext rateLimit(final RateLimit value) {
        rateLimit = value;
        return this;
    }

    /**
     * The disk of the journal that {@link #inputs()} appends to.
     *
     * @return by default one that is never full.
     */
    public DiskSpace diskSpace() {
        return diskSpace;
    }

    /**
     * The disk of the journal that {@link #inputs()} appends to.
     *
     * @param value never null.
     * @return this.
     */
    public GatewayContext diskSpace(final DiskSpace value) {
        diskSpace = value;
        return this;
    }

    /**
     * Returns who tells how far the wall clock is ahead of the times of records.
     *
     * @return nanoseconds, by default always 0; any thread may ask.
     */
    public LongSupplier wallDifferenceNs() {
        return wallDifferenceNs;
    }

    /**
     * Sets who tells how far the wall clock is ahead of the times of records.
     *
     * @param value never null.
     * @return this.
     */
    public GatewayContext wallDifferenceNs(final LongSupplier value) {
        wallDifferenceNs = value;
        return this;
    }

    /**
     * The auth file.
     *
     * @return null = authorization is off.
     */
    public Path authFile() {
        return authFile;
    }

    /**
     * The auth file.
     *
     * @param value null = authorization is off.
     * @return this.
     */
    public GatewayContext authFile(final Path value) {
        authFile = value;
        return this;
    }

    /**
     * May the gateway be open to other machines without authorization?
     *
     * @return false by default.
     */
    public boolean isInsecure() {
        return isInsecure;
    }

    /**
     * May the gateway be open to other machines without authorization?
     *
     * @param value false by default.
     * @return this.
     */
    public GatewayContext isInsecure(final boolean value) {
        isInsecure = value;
        return this;
    }

    /**
     * May a UDP endpoint be another address than that which the socket came from?
     *
     * @return false by default.
     */
    public boolean allowsAnyUdpEndpoint() {
        return allowsAnyUdpEndpoint;
    }

    /**
     * May a UDP endpoint be another address than that which the socket came from?
     *
     * @param value false by default.
     * @return this.
     */
    public GatewayContext allowsAnyUdpEndpoint(final boolean value) {
        allowsAnyUdpEndpoint = value;
        return this;
    }

    /**
     * Where records are appended; used on the agent's thread alone.
     *
     * @return never null once concluded.
     */
    public Inputs inputs() {
        return inputs;
    }

    /**
     * Where records are appended; used on the agent's thread alone.
     *
     * @param value never null once concluded.
     * @return this.
     */
    public GatewayContext inputs(final Inputs value) {
        inputs = value;
        return this;
    }

    /**
     * Which of the data directory's gateway slots this gateway holds.
     *
     * @return 0 to {@link StreamIds#MAX_GATEWAYS} - 1.
     */
    public int slot() {
        return slot;
    }

    /**
     * Which of the data directory's gateway slots this gateway holds.
     *
     * @param value 0 to {@link StreamIds#MAX_GATEWAYS} - 1.
     * @return this.
     */
    public GatewayContext slot(final int value) {
        slot = value;
        return this;
    }

    /**
     * Told the gateway's id, the index of its gateway-started record, once it is appended.
     *
     * @return never null.
     */
    public LongConsumer onStarted() {
        return onStarted;
    }

    /**
     * Told the gateway's id, the index of its gateway-started record, once it is appended.
     *
     * @param value never null.
     * @return this.
     */
    public GatewayContext onStarted(final LongConsumer value) {
        onStarted = value;
        return this;
    }

    /**
     * The connection to the media driver, run and closed by whoever made it; shared with all that work on the agent's thread.
     *
     * @return never null once concluded.
     */
    public AeronLink aeronLink() {
        return aeronLink;
    }

    /**
     * The connection to the media driver, run and closed by whoever made it; shared with all that work on the agent's thread.
     *
     * @param value never null.
     * @return this.
     */
    public GatewayContext aeronLink(final AeronLink value) {
        aeronLink = value;
        return this;
    }

    /** Makes the streams; a test makes others. */
    GatewayContext engineLinks(final Function<GatewayLinkHandler, EngineLink> value) {
        engineLinks = value;
        return this;
    }

    EngineLink newEngineLink(final GatewayLinkHandler handler) {
        return engineLinks.apply(handler);
    }

    /**
     * How many requests are open, or {@link #UNKNOWN}; a shutdown waits for them.
     *
     * @return never null.
     */
    public LongSupplier openRequests() {
        return openRequests;
    }

    /**
     * How many requests are open, or {@link #UNKNOWN}; a shutdown waits for them.
     *
     * @param value never null.
     * @return this.
     */
    public GatewayContext openRequests(final LongSupplier value) {
        openRequests = value;
        return this;
    }

    /**
     * Returns what tells how many of the open requests wait for a service that is expected back.
     *
     * @return a count; readable from the gateway's thread.
     */
    public LongSupplier waitingMessages() {
        return waitingMessages;
    }

    /**
     * Tells how many of the open requests wait for a service that is expected back: a shutdown does not wait for them.
     *
     * @param value default: none.
     * @return this.
     */
    public GatewayContext waitingMessages(final LongSupplier value) {
        waitingMessages = value;
        return this;
    }

    /**
     * The clock of timers.
     *
     * @return never null.
     */
    public NanoClock nanoClock() {
        return nanoClock;
    }

    /**
     * The clock of timers.
     *
     * @param value never null.
     * @return this.
     */
    public GatewayContext nanoClock(final NanoClock value) {
        nanoClock = value;
        return this;
    }

    /**
     * Name of the gateway in its records.
     *
     * @return never null.
     */
    public String name() {
        return name;
    }

    /**
     * Name of the gateway in its records.
     *
     * @param value never null.
     * @return this.
     */
    public GatewayContext name(final String value) {
        name = value;
        return this;
    }
}
