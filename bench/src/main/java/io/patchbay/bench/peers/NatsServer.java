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
 * A {@code nats-server} of this machine's PATH, on a free port of loopback, with temporary data of its own.
 */
public final class NatsServer implements AutoCloseable {
    /** What to say where there is none. */
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
     * Is there one?
     *
     * @return true where PATH has it.
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
     * Starts it, with JetStream.
     *
     * @return taking connections.
     * @throws IOException where it does not.
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
     * A connection by the official client.
     *
     * @return to be closed by the caller.
     * @throws IOException where it cannot be made.
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
