package io.patchbay.sdk.direct;

import io.patchbay.protocol.Choose;
import io.patchbay.protocol.Limits;
import io.patchbay.protocol.Media;
import io.patchbay.protocol.Names;
import io.patchbay.protocol.Versions;
import io.patchbay.sdk.exceptions.NoConnectionException;

import io.aeron.Aeron;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Settings of a {@link DirectClient}. The owner sets them before {@link #connect} and does not change them after. Not
 * thread-safe.
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
     * Sets the address at which the server accepts TCP connections; default {@code 127.0.0.1:7400}.
     *
     * @param hostAndPort {@code host:port}, or {@code [address]:port} for IPv6.
     * @return this.
     * @throws IllegalArgumentException if the text has neither form, or the port is out of its range.
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
     * Sets the name to register under.
     *
     * @param value name of the service or consumer.
     * @return this.
     */
    public DirectContext name(final String value) {
        name = value;
        return this;
    }

    /**
     * Sets the version of the service or consumer; default {@code 1.0.0}.
     *
     * @param value a semantic version.
     * @return this.
     */
    public DirectContext version(final String value) {
        version = value;
        return this;
    }

    /**
     * Sets the methods of the service. Without methods, the default, the client is a consumer.
     *
     * @param value names of the methods.
     * @return this.
     */
    public DirectContext methods(final List<String> value) {
        methods = List.copyOf(value);
        return this;
    }

    /**
     * Sets the events to listen for, besides those that every instance receives; default none.
     *
     * @param value core event names, {@code service:event} or {@code service:*}.
     * @return this.
     */
    public DirectContext listen(final List<String> value) {
        listen = List.copyOf(value);
        return this;
    }

    /**
     * Sets how the service's instances are chosen. It takes effect if this instance brings the service online; default round
     * robin.
     *
     * @param value the rule.
     * @return this.
     */
    public DirectContext choose(final Choose value) {
        choose = value;
        return this;
    }

    /**
     * Sets whether the server acknowledges every message, reply, broadcast and emit. By default it acknowledges those that ask
     * for it.
     *
     * @param value {@code true} to acknowledge all.
     * @return this.
     */
    public DirectContext acks(final boolean value) {
        acks = value;
        return this;
    }

    /**
     * Sets the token to authorize with.
     *
     * @param value the token; {@code null}, the default, is none.
     * @return this.
     */
    public DirectContext token(final String value) {
        token = value;
        return this;
    }

    /**
     * Sends frames as JSON over the socket, the default.
     *
     * @return this.
     */
    public DirectContext tcp() {
        media = Media.TCP;
        return this;
    }

    /**
     * Sends frames over Aeron IPC, through the server's own media driver on the same machine. The JVM needs the flag
     * {@code --add-opens java.base/jdk.internal.misc=ALL-UNNAMED}.
     *
     * @return this.
     */
    public DirectContext aeronIpc() {
        media = Media.AERON_IPC;
        return this;
    }

    /**
     * Sends frames over Aeron UDP. The JVM needs the flag of {@link #aeronIpc()}. On a machine other than the server's a media
     * driver must run, see {@link #aeronDirectory}.
     *
     * @param endpoint {@code host:port} at which this client receives. The host must be the address that the client's socket
     *                 comes from.
     * @return this.
     */
    public DirectContext aeronUdp(final String endpoint) {
        media = Media.AERON_UDP;
        udpEndpoint = endpoint;
        return this;
    }

    /**
     * Sets the directory of the media driver to use. The default is the server's directory if it exists on this machine, and
     * Aeron's default directory otherwise.
     *
     * @param value the path; {@code null} for the default.
     * @return this.
     */
    public DirectContext aeronDirectory(final String value) {
        aeronDirectory = value;
        return this;
    }

    /**
     * Sets an Aeron client to use instead of one of its own, so that many clients of one process share its files and its
     * conductor. The Aeron client's owner runs the conductor: a thread of Aeron's, or an invoker called about once a millisecond.
     * The owner closes the Aeron client after these clients. For {@link #aeronIpc()} the Aeron client must use the server's media
     * driver. It should then have a {@link io.patchbay.time.DriverClock} as its {@code epochClock}, because with the wall clock a
     * jump of that clock loses it. Exceptions of a handler go to the Aeron client's {@code subscriberErrorHandler}.
     *
     * @param value a connected Aeron client; {@code null}, the default, creates one.
     * @return this.
     */
    public DirectContext aeron(final Aeron value) {
        aeron = value;
        return this;
    }

    /**
     * Sets the time that each step of connecting may take; default 5000.
     *
     * @param value milliseconds, at least 1.
     * @return this.
     */
    public DirectContext connectTimeoutMs(final int value) {
        connectTimeoutMs = positive("connectTimeoutMs", value);
        return this;
    }

    /**
     * Sets whether the client connects again after a loss; default {@code true}.
     *
     * @param value if {@code false}, the first loss closes the client.
     * @return this.
     */
    public DirectContext reconnect(final boolean value) {
        reconnect = value;
        return this;
    }

    /**
     * Sets the bounds of the pause before a reconnect; default 50 and 5000. The pause doubles from the lower to the upper bound,
     * and half of it is random.
     *
     * @param minMs at least 1, in milliseconds.
     * @param maxMs at least {@code minMs}, in milliseconds.
     * @return this.
     */
    public DirectContext reconnectMs(final int minMs, final int maxMs) {
        reconnectMinMs = positive("reconnectMinMs", minMs);
        reconnectMaxMs = Math.max(minMs, maxMs);
        return this;
    }

    /**
     * Sets the number of bytes that may wait for the TCP socket; default 8 MiB.
     *
     * @param value bytes, at least 1.
     * @return this.
     */
    public DirectContext sendBufferBytes(final int value) {
        sendBufferBytes = positive("sendBufferBytes", value);
        return this;
    }

    /**
     * Sets the clocks and the random numbers, for tests.
     *
     * @param epoch  wall clock, for deadlines.
     * @param nano   monotonic clock, for timeouts.
     * @param chance source of the random part of reconnect pauses.
     * @return this.
     */
    public DirectContext environment(final EpochNanoClock epoch, final NanoClock nano, final SplittableRandom chance) {
        epochClock = epoch;
        nanoClock = nano;
        random = chance;
        return this;
    }

    /**
     * Creates a client with these settings; {@link DirectClient#doWork()} connects it.
     *
     * @param handler receives frames and session events.
     * @return the client, not yet connected.
     * @throws IllegalArgumentException if a setting is out of its range.
     * @throws NoConnectionException    if Aeron is asked for in a JVM without the flag that it needs.
     */
    public DirectClient connect(final DirectHandler handler) {
        conclude();
        return new DirectClient(this, handler);
    }

    public DirectContext conclude() {
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
        if (media != Media.TCP) {
            AeronNeeds.requireOpenJvm();
        }
        return this;
    }

    public static void requireName(final String setting, final String value) {
        if (!Names.isName(value)) {
            throw new IllegalArgumentException(setting + " must be a letter and up to 63 of A-Z a-z 0-9 . _ -: " + value);
        }
    }

    public DirectContext copy() {
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

    private static int positive(final String setting, final int value) {
        if (value < 1) {
            throw new IllegalArgumentException(setting + " must be at least 1: " + value);
        }
        return value;
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    public String name() {
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

    public Media media() {
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
