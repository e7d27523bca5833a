package io.patchbay.sdk;

import io.patchbay.protocol.Choose;
import io.patchbay.protocol.Limits;
import io.patchbay.protocol.Names;
import io.patchbay.protocol.Versions;

import io.aeron.Aeron;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Settings of a {@link DirectClient}: set by its owner before {@link #connect}, not changed after. Not thread safe.
 */
public final class DirectContext {
    private String host = "127.0.0.1";
    private int port = 7400;
    private String name = "";
    private String version = "1.0.0";
    private List<String> methods = List.of();
    private List<String> listen = List.of();
    private Choose choose = Choose.ROUND_ROBIN;
    private boolean acks;
    private String token;
    private Media media = Media.TCP;
    private String udpEndpoint = "";
    private String aeronDirectory;
    private Aeron aeron;
    private int connectTimeoutMs = 5_000;
    private boolean reconnect = true;
    private int reconnectMinMs = 50;
    private int reconnectMaxMs = 5_000;
    private int sendBufferBytes = Limits.WINDOW_BYTES;
    private EpochNanoClock epochClock = SystemEpochNanoClock.INSTANCE;
    private NanoClock nanoClock = SystemNanoClock.INSTANCE;
    private SplittableRandom random = new SplittableRandom();

    /**
     * Where the server takes TCP connections; default {@code 127.0.0.1:7400}.
     *
     * @param hostAndPort {@code host:port}, {@code [v6]:port}.
     * @return this.
     * @throws IllegalArgumentException where it is not that.
     */
    public DirectContext server(final String hostAndPort) {
        final int colon = hostAndPort.lastIndexOf(':');
        int number = -1;
        try {
            number = Integer.parseInt(hostAndPort.substring(colon + 1));
        } catch (final NumberFormatException ex) {
            throw new IllegalArgumentException("server must be HOST:PORT: " + hostAndPort, ex);
        }
        if (colon < 1 || number < 1 || number > 65_535) {
            throw new IllegalArgumentException("server must be HOST:PORT: " + hostAndPort);
        }
        host = hostAndPort.charAt(0) == '[' && hostAndPort.charAt(colon - 1) == ']'
            ? hostAndPort.substring(1, colon - 1) : hostAndPort.substring(0, colon);
        port = number;
        return this;
    }

    /**
     * What to register as.
     *
     * @param value name of the service or consumer.
     * @return this.
     */
    public DirectContext name(final String value) {
        name = value;
        return this;
    }

    /**
     * Version of the service or consumer; default {@code 1.0.0}.
     *
     * @param value semantic version.
     * @return this.
     */
    public DirectContext version(final String value) {
        version = value;
        return this;
    }

    /**
     * Methods that it has; none = a consumer, the default.
     *
     * @param value names.
     * @return this.
     */
    public DirectContext methods(final List<String> value) {
        methods = List.copyOf(value);
        return this;
    }

    /**
     * Events that it hears besides those it always hears; default none.
     *
     * @param value core event names, {@code service:event}, {@code service:*}.
     * @return this.
     */
    public DirectContext listen(final List<String> value) {
        listen = List.copyOf(value);
        return this;
    }

    /**
     * How its instances are chosen, where this one brings the service online; default round robin.
     *
     * @param value how.
     * @return this.
     */
    public DirectContext choose(final Choose value) {
        choose = value;
        return this;
    }

    /**
     * Every message, reply, broadcast and emit is acknowledged; default only those that ask.
     *
     * @param value true if so.
     * @return this.
     */
    public DirectContext acks(final boolean value) {
        acks = value;
        return this;
    }

    /**
     * What to authorize with.
     *
     * @param value the token; null = none, the default.
     * @return this.
     */
    public DirectContext token(final String value) {
        token = value;
        return this;
    }

    /**
     * Frames go as JSON over the socket, the default.
     *
     * @return this.
     */
    public DirectContext tcp() {
        media = Media.TCP;
        return this;
    }

    /**
     * Frames go over Aeron through the server's own media driver, on the same machine.
     *
     * @return this.
     */
    public DirectContext aeronIpc() {
        media = Media.AERON_IPC;
        return this;
    }

    /**
     * Frames go over Aeron by UDP.
     *
     * @param endpoint {@code host:port} where this client receives; the address that its socket comes from.
     * @return this.
     */
    public DirectContext aeronUdp(final String endpoint) {
        media = Media.AERON_UDP;
        udpEndpoint = endpoint;
        return this;
    }

    /**
     * Directory of the media driver to use; default the server's where it is on this machine.
     *
     * @param value path; null = default.
     * @return this.
     */
    public DirectContext aeronDirectory(final String value) {
        aeronDirectory = value;
        return this;
    }

    /**
     * An Aeron client to use instead of one of its own, so that many clients of one process share its files and its conductor.
     * Its owner runs its conductor (a thread of Aeron's, or an invoker called at least each millisecond or so), outlives these
     * clients with it, and closes it. It must use the server's media driver for {@link #aeronIpc()}, and there best has a
     * {@link io.patchbay.time.DriverClock} as its {@code epochClock}: by the wall clock it is lost when that leaps. What a
     * handler throws goes to its {@code subscriberErrorHandler}.
     *
     * @param value connected; null = one of its own, the default.
     * @return this.
     */
    public DirectContext aeron(final Aeron value) {
        aeron = value;
        return this;
    }

    /**
     * How long each step of connecting may take; default 5000.
     *
     * @param value milliseconds, at least 1.
     * @return this.
     */
    public DirectContext connectTimeoutMs(final int value) {
        connectTimeoutMs = positive("connectTimeoutMs", value);
        return this;
    }

    /**
     * Connect again after a loss; default true.
     *
     * @param value false: the first loss ends the client.
     * @return this.
     */
    public DirectContext reconnect(final boolean value) {
        reconnect = value;
        return this;
    }

    /**
     * Bounds of the pause before a reconnect: it doubles from the one to the other, and the half of it is random; default 50
     * and 5000.
     *
     * @param minMs at least 1.
     * @param maxMs at least minMs.
     * @return this.
     */
    public DirectContext reconnectMs(final int minMs, final int maxMs) {
        reconnectMinMs = positive("reconnectMinMs", minMs);
        reconnectMaxMs = Math.max(minMs, maxMs);
        return this;
    }

    /**
     * Bytes that may wait for the TCP socket; default 8 MiB.
     *
     * @param value bytes.
     * @return this.
     */
    public DirectContext sendBufferBytes(final int value) {
        sendBufferBytes = positive("sendBufferBytes", value);
        return this;
    }

    /**
     * Clocks and chance, for tests.
     *
     * @param epoch  wall clock, for deadlines.
     * @param nano   monotonic clock, for time-outs.
     * @param chance jitter of reconnects.
     * @return this.
     */
    public DirectContext environment(final EpochNanoClock epoch, final NanoClock nano, final SplittableRandom chance) {
        epochClock = epoch;
        nanoClock = nano;
        random = chance;
        return this;
    }

    /**
     * A client with these settings; {@link DirectClient#doWork()} connects it.
     *
     * @param handler told of all that happens.
     * @return the client, not yet connected.
     * @throws IllegalArgumentException where a setting is out of its range.
     */
    public DirectClient connect(final DirectHandler handler) {
        conclude();
        return new DirectClient(this, handler);
    }

    DirectContext conclude() {
        requireName("name", name);
        if (!Versions.isVersion(version)) {
            throw new IllegalArgumentException("version is not a semantic version like 1.0.0: " + version);
        }
        if (methods.size() > Limits.MAX_METHODS) {
            throw new IllegalArgumentException("more than " + Limits.MAX_METHODS + " methods");
        }
        for (final String method : methods) {
            requireName("method", method);
        }
        return this;
    }

    static void requireName(final String what, final String value) {
        if (!Names.isName(value)) {
            throw new IllegalArgumentException(what + " must be a letter and up to 63 of A-Z a-z 0-9 . _ -: " + value);
        }
    }

    DirectContext copy() {
        final DirectContext copy = new DirectContext();
        copy.host = host;
        copy.port = port;
        copy.name = name;
        copy.version = version;
        copy.methods = methods;
        copy.listen = new ArrayList<>(listen);
        copy.choose = choose;
        copy.acks = acks;
        copy.token = token;
        copy.media = media;
        copy.udpEndpoint = udpEndpoint;
        copy.aeronDirectory = aeronDirectory;
        copy.aeron = aeron;
        copy.connectTimeoutMs = connectTimeoutMs;
        copy.reconnect = reconnect;
        copy.reconnectMinMs = reconnectMinMs;
        copy.reconnectMaxMs = reconnectMaxMs;
        copy.sendBufferBytes = sendBufferBytes;
        copy.epochClock = epochClock;
        copy.nanoClock = nanoClock;
        copy.random = random;
        return copy;
    }

    private static int positive(final String what, final int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1: " + value);
        }
        return value;
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    String name() {
        return name;
    }

    String version() {
        return version;
    }

    List<String> methods() {
        return methods;
    }

    List<String> listen() {
        return listen;
    }

    Choose choose() {
        return choose;
    }

    boolean acks() {
        return acks;
    }

    String token() {
        return token;
    }

    Media media() {
        return media;
    }

    String udpEndpoint() {
        return udpEndpoint;
    }

    String aeronDirectory() {
        return aeronDirectory;
    }

    Aeron aeron() {
        return aeron;
    }

    int connectTimeoutMs() {
        return connectTimeoutMs;
    }

    boolean isReconnecting() {
        return reconnect;
    }

    int reconnectMinMs() {
        return reconnectMinMs;
    }

    int reconnectMaxMs() {
        return reconnectMaxMs;
    }

    int sendBufferBytes() {
        return sendBufferBytes;
    }

    EpochNanoClock epochClock() {
        return epochClock;
    }

    NanoClock nanoClock() {
        return nanoClock;
    }

    SplittableRandom random() {
        return random;
    }
}
