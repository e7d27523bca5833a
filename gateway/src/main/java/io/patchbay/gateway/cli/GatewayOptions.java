package io.patchbay.gateway.cli;

import io.patchbay.gateway.server.HostPort;

import picocli.CommandLine.Option;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of server and gateway.
 */
final class GatewayOptions {
    @Option(names = "--tcp", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:7400", converter = HostPort.class,
        description = "Where JSON lines are served; port 0 = any free one. Default: ${DEFAULT-VALUE}")
    InetSocketAddress tcp;

    @Option(names = "--http", paramLabel = "HOST:PORT", defaultValue = "127.0.0.1:7480", converter = HostPort.class,
        description = "Where WebSocket (/ws), /health/live and /health/ready are served; port 0 = any free one. "
            + "Default: ${DEFAULT-VALUE}")
    InetSocketAddress http;

    @Option(names = "--udp", paramLabel = "HOST:PORT",
        description = "Where instances that register with Aeron UDP send their frames; opened with the first of them. "
            + "Default: the host of --tcp, any free port")
    String udp;

    @Option(names = "--allow-any-udp-endpoint",
        description = "Let an instance register a UDP endpoint that is not the address its socket came from")
    boolean allowAnyUdpEndpoint;

    @Option(names = "--auth", paramLabel = "FILE",
        description = "Auth file: principals and their rights; ./patchbay token makes its lines. Without it the server is open, "
            + "on loopback only")
    Path auth;

    @Option(names = "--insecure", description = "Bind other addresses than loopback without --auth")
    boolean insecure;

    @Option(names = "--allow-origin", paramLabel = "ORIGIN", split = ",",
        description = "Let web pages of this origin use the HTTP port, besides the server's own; may be repeated, or separated "
            + "by commas")
    List<String> allowOrigins = new ArrayList<>();

    @Option(names = "--allow-host", paramLabel = "NAME", split = ",",
        description = "Let HTTP requests name this host, besides localhost, IP addresses and the host of --http; may be "
            + "repeated, or separated by commas")
    List<String> allowHosts = new ArrayList<>();

    @Option(names = "--rate-limit", paramLabel = "RATE[:BURST]", defaultValue = "none",
        description = "How many messages, broadcasts, emits and queries each principal may send a second (and at once, after a "
            + "quiet time), without --auth each connection; what is above is refused as overloaded. A line of the auth file may "
            + "set another limit by \"rateLimit\":\"RATE:BURST\". Default: ${DEFAULT-VALUE}")
    String rateLimit;

    @Option(names = "--max-connections", paramLabel = "N", defaultValue = "16384",
        description = "Sessions at once; one more is refused as overloaded and closed. Fewer where the process may not open so "
            + "many files (ulimit -n). Default: ${DEFAULT-VALUE}")
    int maxConnections;

    @Option(names = "--max-newcomers", paramLabel = "N", defaultValue = "4096",
        description = "Connections that have not registered yet; with one more the oldest is closed. Default: ${DEFAULT-VALUE}")
    int maxNewcomers;

    @Option(names = "--max-newcomers-per-address", paramLabel = "N", defaultValue = "1024",
        description = "Connections of one address that have not registered yet; with one more the oldest is closed. "
            + "Default: ${DEFAULT-VALUE}")
    int maxNewcomersPerAddress;

    @Option(names = "--heartbeat", paramLabel = "MS", defaultValue = "10000",
        description = "Silence after which the server pings; after three it is a timeout. Default: ${DEFAULT-VALUE}")
    int heartbeatMs;

    @Option(names = "--authorize-timeout", paramLabel = "MS", defaultValue = "5000",
        description = "Time for authorize after the connection. Default: ${DEFAULT-VALUE}")
    int authorizeTimeoutMs;

    @Option(names = "--register-timeout", paramLabel = "MS", defaultValue = "30000",
        description = "Time for register after the connection. Default: ${DEFAULT-VALUE}")
    int registerTimeoutMs;

    @Option(names = "--engine-wait", paramLabel = "MS", defaultValue = "5000",
        description = "How long a registration waits for an engine that is away; then it is refused as overloaded. "
            + "Default: ${DEFAULT-VALUE}")
    int engineWaitMs;
}
