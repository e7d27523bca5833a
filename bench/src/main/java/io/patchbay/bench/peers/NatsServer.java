package io.patchbay.bench.peers;

import io.patchbay.bench.process.ChildProcess;
import io.patchbay.bench.process.TempData;

import io.nats.client.Nats;
import io.nats.client.Options;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A process of the {@code nats-server} on the PATH, with temporary data, on a free port of the loopback address.
 */
public final class NatsServer implements AutoCloseable {
    /** The message for a machine without it. */
    public static final String HOW_TO_INSTALL = "nats-server is not on PATH: apt-get install nats-server, or take a release from "
        + "https://github.com/nats-io/nats-server/releases";
    private static final int ATTEMPTS = 100;
    private static final int PAUSE_MS = 50;
    private static final int QUEUE = 1 << 17;

    private final TempData temp;
    private final ChildProcess process;
    private final String url;

    private NatsServer(final TempData temp, final ChildProcess process, final String url) {
        this.temp = temp;
        this.process = process;
        this.url = url;
    }

    /**
     * Returns whether the PATH has a {@code nats-server}.
     *
     * @return true if it does.
     */
    public static boolean isInstalled() {
        return program() != null;
    }

    private static Path program() {
        for (final String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            final Path file = Path.of(folder.isEmpty() ? "." : folder, "nats-server");
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        return null;
    }

    /**
     * Starts a server with JetStream.
     *
     * @return the server, which accepts connections.
     * @throws IOException if the server does not start.
     */
    public static NatsServer start() throws IOException {
        final TempData temp = TempData.create("patchbay-nats");
        final int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        final ChildProcess process = ChildProcess.start("nats-server", List.of(program().toString(), "-a", "127.0.0.1", "-p",
            Integer.toString(port), "-js", "-sd", temp.data().toString()), temp.file("nats.log"));
        final NatsServer server = new NatsServer(temp, process, "nats://127.0.0.1:" + port);
        server.awaitReady();
        return server;
    }

    private void awaitReady() throws IOException {
        for (int i = 1; ; i++) {
            try {
                Thread.sleep(PAUSE_MS);
                connect().close();
                return;
            } catch (final IOException e) {
                if (i == ATTEMPTS || !process.isAlive()) {
                    close();
                    throw new IOException("nats-server did not start: " + e.getMessage(), e);
                }
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while nats-server started", e);
            }
        }
    }

    /**
     * Connects the official client.
     *
     * @return the connection, which the caller closes.
     * @throws IOException if it cannot be made.
     */
    public NatsLink connect() throws IOException {
        try {
            return new NatsLink(Nats.connect(new Options.Builder().server(url).noReconnect()
                .connectionTimeout(Duration.ofSeconds(5)).maxMessagesInOutgoingQueue(QUEUE).build()));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while connecting", e);
        }
    }

    @Override
    public void close() {
        process.close();
        temp.delete();
    }
}
