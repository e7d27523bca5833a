package io.patchbay.bench.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of {@code patchbay server}, on free ports of the loopback address, which a bench or the demo starts. Its log goes to
 * a file beside its data. It is killed when this JVM ends.
 */
public final class ServerProcess implements AutoCloseable {
    private static final int READY_TIMEOUT_S = 60;

    private final ChildProcess process;
    private final Path data;
    private final Path log;
    private final String tcp;
    private final String http;

    private ServerProcess(final ChildProcess process, final Path data, final Path log, final String ready) {
        this.process = process;
        this.data = data;
        this.log = log;
        tcp = value(ready, "tcp=");
        http = value(ready, "http=");
    }

    /**
     * Starts a server and waits until it accepts connections.
     *
     * @param data    the data directory, which need not exist.
     * @param log     the file for the log.
     * @param options further options of the server.
     * @return the running server.
     * @throws StartException if the server does not become ready; the message is for a person.
     */
    public static ServerProcess start(final Path data, final Path log, final List<String> options) {
        final List<String> arguments = new ArrayList<>(List.of("server", "--data", data.toString(), "--tcp", "127.0.0.1:0",
            "--http", "127.0.0.1:0"));
        arguments.addAll(options);
        final ChildProcess process = ChildProcess.start("server",
            ChildJvm.command(MeteredMain.class.getName(), arguments.toArray(new String[0])), log);
        return new ServerProcess(process, data, log, process.await("patchbay ready ", READY_TIMEOUT_S));
    }

    private static String value(final String ready, final String name) {
        final int from = ready.indexOf(name) + name.length();
        final int to = ready.indexOf(' ', from);
        return ready.substring(from, to < 0 ? ready.length() : to);
    }

    /**
     * Returns the address for JSON lines.
     *
     * @return {@code host:port}.
     */
    public String tcp() {
        return tcp;
    }

    /**
     * Returns the address for HTTP and WebSocket.
     *
     * @return {@code host:port}.
     */
    public String http() {
        return http;
    }

    /**
     * Returns the process id.
     *
     * @return a pid.
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Returns the file of the server's log.
     *
     * @return a path.
     */
    public Path log() {
        return log;
    }

    /**
     * Stops the server by SIGTERM.
     *
     * @return the exit code, or -1 if the server had to be killed.
     */
    public int stop() {
        return process.stop();
    }

    /**
     * Returns the process, which answers how much it has allocated.
     *
     * @return the running process.
     */
    public ChildProcess process() {
        return process;
    }

    /**
     * Returns the data directory.
     *
     * @return the path as it was given.
     */
    public Path data() {
        return data;
    }

    @Override
    public void close() {
        process.close();
    }

    /**
     * Thrown when a process could not be started. The message is for a person.
     */
    public static final class StartException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StartException(final String message) {
            super(message);
        }
    }
}
