package io.patchbay.gateway.config;

import io.patchbay.aeron.DriverLink;
import io.patchbay.delivery.gateway.GatewayLinkHandler;
import io.patchbay.engine.input.Inputs;
import io.patchbay.gateway.auth.AuthFile;
import io.patchbay.gateway.auth.RateLimit;
import io.patchbay.gateway.error.ConfigurationException;
import io.patchbay.gateway.error.GatewayStartException;
import io.patchbay.gateway.link.AeronEngineLink;
import io.patchbay.gateway.link.EngineLink;
import io.patchbay.journal.disk.DiskSpace;
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
 * The settings of a gateway. The process sets them and calls {@link #conclude()} once; from then on they are only read.
 */
public final class GatewayContext {
    /** Value of {@link #openRequests()} in a process without an engine. The gateway then relies on what it has seen itself. */
    public static final long UNKNOWN = -1;
    /** Default of {@link #engineWaitMs()}. */
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
    private boolean insecure;
    private boolean allowsAnyUdpEndpoint;
    private Inputs inputs;
    private int slot;
    private LongConsumer onStarted = gateway -> { };
    private DriverLink aeronLink;
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
     * @throws ConfigurationException where a setting is out of range or would open the gateway to other machines unprotected.
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
        if (authFile == null && !insecure && !address.getAddress().isLoopbackAddress()) {
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
     * Returns the principals of the auth file, once concluded.
     *
     * @return null where authorization is off.
     */
    public AuthFile auth() {
        return auth;
    }

    /**
     * Returns whether authorization is on.
     *
     * @return true where there is an auth file.
     */
    public boolean isAuthOn() {
        return authFile != null;
    }

    /**
     * Returns the origins whose web pages may use the HTTP port, besides the server's own.
     *
     * @return for example {@code https://shop.example}.
     */
    public List<String> allowedOrigins() {
        return allowedOrigins;
    }

    /**
     * Sets the origins whose web pages may use the HTTP port, besides the server's own.
     *
     * @param origins for example {@code https://shop.example}, compared without case.
     * @return this.
     */
    public GatewayContext allowedOrigins(final List<String> origins) {
        allowedOrigins = List.copyOf(origins);
        return this;
    }

    /**
     * Returns the host names that an HTTP request may name, besides loopback names, addresses and the host of {@link #http()}.
     *
     * @return for example {@code patchbay.example}.
     */
    public List<String> allowedHosts() {
        return allowedHosts;
    }

    /**
     * Sets the host names that an HTTP request may name, besides loopback names, addresses and the host of {@link #http()}.
     *
     * @param names without port, for example {@code patchbay.example}, compared without case.
     * @return this.
     */
    public GatewayContext allowedHosts(final List<String> names) {
        allowedHosts = List.copyOf(names);
        return this;
    }

    /** Returns the endpoint of the UDP ingress: {@link #udp()}, or any free port on the host of {@link #tcp()}. */
    public String udpEndpoint() {
        if (udp != null) {
            return udp;
        }
        final String host = tcp.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":0";
    }

    /**
     * Returns the address on which TCP connections are accepted.
     *
     * @return port 0 = any free one; never null.
     */
    public InetSocketAddress tcp() {
        return tcp;
    }

    /**
     * Sets the address on which TCP connections are accepted.
     *
     * @param value port 0 = any free one; never null.
     * @return this.
     */
    public GatewayContext tcp(final InetSocketAddress value) {
        tcp = value;
        return this;
    }

    /**
     * Returns the address on which HTTP and WebSocket connections are accepted.
     *
     * @return port 0 = any free one; never null.
     */
    public InetSocketAddress http() {
        return http;
    }

    /**
     * Sets the address on which HTTP and WebSocket connections are accepted.
     *
     * @param value port 0 = any free one; never null.
     * @return this.
     */
    public GatewayContext http(final InetSocketAddress value) {
        http = value;
        return this;
    }

    /**
     * Returns the endpoint of the Aeron UDP ingress, which is opened with the first registration by UDP.
     *
     * @return {@code host:port}, port 0 = any free one; null = the host of {@link #tcp()} with any free port.
     */
    public String udp() {
        return udp;
    }

    /**
     * Sets the endpoint of the Aeron UDP ingress, which is opened with the first registration by UDP.
     *
     * @param value {@code host:port}, port 0 = any free one; null = the host of {@link #tcp()} with any free port.
     * @return this.
     */
    public GatewayContext udp(final String value) {
        udp = value;
        return this;
    }

    /**
     * Returns the size of the largest client frame, without its line end.
     *
     * @return bytes, from {@link Limits#MAX_FRAME_FLOOR_BYTES} to {@link Limits#MAX_FRAME_CEILING_BYTES}.
     */
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    /**
     * Sets the size of the largest client frame, without its line end.
     *
     * @param value bytes, from {@link Limits#MAX_FRAME_FLOOR_BYTES} to {@link Limits#MAX_FRAME_CEILING_BYTES}.
     * @return this.
     */
    public GatewayContext maxFrameBytes(final int value) {
        maxFrameBytes = value;
        return this;
    }

    /**
     * Returns the silence after which a session is pinged.
     *
     * @return milliseconds, at least 10.
     */
    public int heartbeatMs() {
        return heartbeatMs;
    }

    /**
     * Sets the silence after which a session is pinged.
     *
     * @param value milliseconds, at least 10.
     * @return this.
     */
    public GatewayContext heartbeatMs(final int value) {
        heartbeatMs = value;
        return this;
    }

    /**
     * Returns the time from the connection to its authorization after which it is closed.
     *
     * @return milliseconds, at least 1.
     */
    public int authorizeTimeoutMs() {
        return authorizeTimeoutMs;
    }

    /**
     * Sets the time from the connection to its authorization after which it is closed.
     *
     * @param value milliseconds, at least 1.
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
     * Returns the time from the connection to its registration after which it is closed.
     *
     * @return milliseconds, at least 1.
     */
    public int registerTimeoutMs() {
        return registerTimeoutMs;
    }

    /**
     * Sets the time from the connection to its registration after which it is closed.
     *
     * @param value milliseconds, at least 1.
     * @return this.
     */
    public GatewayContext registerTimeoutMs(final int value) {
        registerTimeoutMs = value;
        return this;
    }

    /**
     * Returns the longest time from the beginning of a shutdown to its disconnects.
     *
     * @return milliseconds, at least 0.
     */
    public int drainMs() {
        return drainMs;
    }

    /**
     * Sets the longest time from the beginning of a shutdown to its disconnects.
     *
     * @param value milliseconds, at least 0.
     * @return this.
     */
    public GatewayContext drainMs(final int value) {
        drainMs = value;
        return this;
    }

    /**
     * Returns the longest time from a disconnect to the end of the connection.
     *
     * @return milliseconds, at least 1.
     */
    public int lingerMs() {
        return lingerMs;
    }

    /**
     * Sets the longest time from a disconnect to the end of the connection.
     *
     * @param value milliseconds, at least 1.
     * @return this.
     */
    public GatewayContext lingerMs(final int value) {
        lingerMs = value;
        return this;
    }

    /**
     * Returns the number of unsent bytes above which a session is disconnected as a slow consumer.
     *
     * @return at least the size of the largest server frame.
     */
    public int windowBytes() {
        return windowBytes;
    }

    /**
     * Sets the number of unsent bytes above which a session is disconnected as a slow consumer.
     *
     * @param value at least the size of the largest server frame.
     * @return this.
     */
    public GatewayContext windowBytes(final int value) {
        windowBytes = value;
        return this;
    }

    /**
     * Returns the number of unsent bytes of all sessions together above which the slowest session is disconnected.
     *
     * @return at least {@link #windowBytes()}.
     */
    public long windowTotalBytes() {
        return windowTotalBytes;
    }

    /**
     * Sets the number of unsent bytes of all sessions together above which the slowest session is disconnected.
     *
     * @param value at least {@link #windowBytes()}.
     * @return this.
     */
    public GatewayContext windowTotalBytes(final long value) {
        windowTotalBytes = value;
        return this;
    }

    /**
     * Returns the memory for incomplete frames of all connections. Above it, the connection with the oldest incomplete frame is
     * closed.
     *
     * @return bytes, at least 1.
     */
    public long heldInputBytes() {
        return heldInputBytes;
    }

    /**
     * Sets the memory for incomplete frames of all connections. Above it, the connection with the oldest incomplete frame is
     * closed.
     *
     * @param value bytes, at least 1.
     * @return this.
     */
    public GatewayContext heldInputBytes(final long value) {
        heldInputBytes = value;
        return this;
    }

    /**
     * Returns how many requests may be open, where {@link #openRequests()} is known. Above it, messages are refused.
     *
     * @return at least 1.
     */
    public long maxOpen() {
        return maxOpen;
    }

    /**
     * Sets how many requests may be open, where {@link #openRequests()} is known. Above it, messages are refused.
     *
     * @param value at least 1.
     * @return this.
     */
    public GatewayContext maxOpen(final long value) {
        maxOpen = value;
        return this;
    }

    /**
     * Returns how many sessions there may be at once. One more is refused and closed.
     *
     * @return at least 1.
     */
    public int maxConnections() {
        return maxConnections;
    }

    /**
     * Sets how many sessions there may be at once. One more is refused and closed.
     *
     * @param value at least 1.
     * @return this.
     */
    public GatewayContext maxConnections(final int value) {
        maxConnections = value;
        return this;
    }

    /**
     * Returns how many connections there may be that have not registered yet, HTTP connections included. With one more, the
     * oldest is closed.
     *
     * @return at least 1.
     */
    public int maxNewcomers() {
        return maxNewcomers;
    }

    /**
     * Sets how many connections there may be that have not registered yet, HTTP connections included. With one more, the oldest
     * is closed.
     *
     * @param value at least 1.
     * @return this.
     */
    public GatewayContext maxNewcomers(final int value) {
        maxNewcomers = value;
        return this;
    }

    /**
     * Returns how many connections from one address there may be that have not registered yet. With one more, the oldest is
     * closed.
     *
     * @return at least 1.
     */
    public int maxNewcomersPerAddress() {
        return maxNewcomersPerAddress;
    }

    /**
     * Sets how many connections from one address there may be that have not registered yet. With one more, the oldest is closed.
     *
     * @param value at least 1.
     * @return this.
     */
    public GatewayContext maxNewcomersPerAddress(final int value) {
        maxNewcomersPerAddress = value;
        return this;
    }

    /**
     * Returns the rate limit of each principal or, where authorization is off, of each session.
     *
     * @return null = no limit, the default.
     */
    public RateLimit rateLimit() {
        return rateLimit;
    }

    /**
     * Sets the rate limit of each principal or, where authorization is off, of each session. A line of the auth file may set
     * another.
     *
     * @param value null = no limit, the default.
     * @return this.
     */
    public GatewayContext rateLimit(final RateLimit value) {
        rateLimit = value;
        return this;
    }

    /**
     * Returns the disk of the journal that {@link #inputs()} appends to.
     *
     * @return by default a disk that is never full.
     */
    public DiskSpace diskSpace() {
        return diskSpace;
    }

    /**
     * Sets the disk of the journal that {@link #inputs()} appends to.
     *
     * @param value never null.
     * @return this.
     */
    public GatewayContext diskSpace(final DiskSpace value) {
        diskSpace = value;
        return this;
    }

    /**
     * Returns the supplier of the difference between the wall clock and the times of records.
     *
     * @return nanoseconds by which the wall clock is ahead, by default always 0; any thread may ask.
     */
    public LongSupplier wallDifferenceNs() {
        return wallDifferenceNs;
    }

    /**
     * Sets the supplier of the difference between the wall clock and the times of records.
     *
     * @param value supplies the nanoseconds by which the wall clock is ahead; never null.
     * @return this.
     */
    public GatewayContext wallDifferenceNs(final LongSupplier value) {
        wallDifferenceNs = value;
        return this;
    }

    /**
     * Returns the path of the auth file.
     *
     * @return null = authorization is off.
     */
    public Path authFile() {
        return authFile;
    }

    /**
     * Sets the path of the auth file.
     *
     * @param value null = authorization is off.
     * @return this.
     */
    public GatewayContext authFile(final Path value) {
        authFile = value;
        return this;
    }

    /**
     * Returns whether the gateway may be open to other machines without authorization.
     *
     * @return false by default.
     */
    public boolean insecure() {
        return insecure;
    }

    /**
     * Sets whether the gateway may be open to other machines without authorization.
     *
     * @param value false by default.
     * @return this.
     */
    public GatewayContext insecure(final boolean value) {
        insecure = value;
        return this;
    }

    /**
     * Returns whether a UDP endpoint may have another address than the socket of its session.
     *
     * @return false by default.
     */
    public boolean allowsAnyUdpEndpoint() {
        return allowsAnyUdpEndpoint;
    }

    /**
     * Sets whether a UDP endpoint may have another address than the socket of its session.
     *
     * @param value false by default.
     * @return this.
     */
    public GatewayContext allowsAnyUdpEndpoint(final boolean value) {
        allowsAnyUdpEndpoint = value;
        return this;
    }

    /**
     * Returns the writer of records, which is used on the agent's thread only.
     *
     * @return never null once concluded.
     */
    public Inputs inputs() {
        return inputs;
    }

    /**
     * Sets the writer of records, which is used on the agent's thread only.
     *
     * @param value never null.
     * @return this.
     */
    public GatewayContext inputs(final Inputs value) {
        inputs = value;
        return this;
    }

    /**
     * Returns the gateway slot of the data directory that this gateway holds.
     *
     * @return 0 to {@link StreamIds#MAX_GATEWAYS} - 1.
     */
    public int slot() {
        return slot;
    }

    /**
     * Sets the gateway slot of the data directory that this gateway holds.
     *
     * @param value 0 to {@link StreamIds#MAX_GATEWAYS} - 1.
     * @return this.
     */
    public GatewayContext slot(final int value) {
        slot = value;
        return this;
    }

    /**
     * Returns the consumer of the gateway's id, called once the gateway-started record is appended. The id is the index of that
     * record.
     *
     * @return never null.
     */
    public LongConsumer onStarted() {
        return onStarted;
    }

    /**
     * Sets the consumer of the gateway's id, called once the gateway-started record is appended. The id is the index of that
     * record.
     *
     * @param value never null.
     * @return this.
     */
    public GatewayContext onStarted(final LongConsumer value) {
        onStarted = value;
        return this;
    }

    /**
     * Returns the connection to the media driver. Everything that runs on the agent's thread shares it; its creator runs and
     * closes it.
     *
     * @return never null once concluded.
     */
    public DriverLink aeronLink() {
        return aeronLink;
    }

    /**
     * Sets the connection to the media driver. Everything that runs on the agent's thread shares it; its creator runs and closes
     * it.
     *
     * @param value never null.
     * @return this.
     */
    public GatewayContext aeronLink(final DriverLink value) {
        aeronLink = value;
        return this;
    }

    /** Sets the factory of the streams; for tests. */
    public GatewayContext engineLinks(final Function<GatewayLinkHandler, EngineLink> value) {
        engineLinks = value;
        return this;
    }

    public EngineLink newEngineLink(final GatewayLinkHandler handler) {
        return engineLinks.apply(handler);
    }

    /**
     * Returns the supplier of the number of open requests, or of {@link #UNKNOWN}. A shutdown waits for them.
     *
     * @return never null.
     */
    public LongSupplier openRequests() {
        return openRequests;
    }

    /**
     * Sets the supplier of the number of open requests, or of {@link #UNKNOWN}. A shutdown waits for them.
     *
     * @param value never null.
     * @return this.
     */
    public GatewayContext openRequests(final LongSupplier value) {
        openRequests = value;
        return this;
    }

    /**
     * Returns the supplier of how many open requests wait for a service that is expected back.
     *
     * @return a count; the gateway's thread may ask.
     */
    public LongSupplier waitingMessages() {
        return waitingMessages;
    }

    /**
     * Sets the supplier of how many open requests wait for a service that is expected back. A shutdown does not wait for those.
     *
     * @param value by default always 0.
     * @return this.
     */
    public GatewayContext waitingMessages(final LongSupplier value) {
        waitingMessages = value;
        return this;
    }

    /**
     * Returns the clock of the timers.
     *
     * @return never null.
     */
    public NanoClock nanoClock() {
        return nanoClock;
    }

    /**
     * Sets the clock of the timers.
     *
     * @param value never null.
     * @return this.
     */
    public GatewayContext nanoClock(final NanoClock value) {
        nanoClock = value;
        return this;
    }

    /**
     * Returns the name of the gateway in its records.
     *
     * @return never null.
     */
    public String name() {
        return name;
    }

    /**
     * Sets the name of the gateway in its records.
     *
     * @param value never null.
     * @return this.
     */
    public GatewayContext name(final String value) {
        name = value;
        return this;
    }
}
