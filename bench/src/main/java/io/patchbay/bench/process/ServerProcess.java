package io.patchbay.bench.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real {@code patchbay server} in a process of its own, on free ports of loopback; started by the bench and the demo. Its log
 * goes to a file beside its data. It dies with this JVM.
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
     * Starts a server and waits until it takes connections.
     *
     * @param data    data directory; need not exist.
     * @param log     file for its log.
     * @param options further options of the server.
     * @return the running server.
     * @throws StartException where it does not get that far: what happened, for a person.
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
     * Where it takes JSON lines.
     *
     * @return {@code host:port}.
     */
    public String tcp() {
        return tcp;
    }

    /**
     * Where it takes WebSockets.
     *
     * @return {@code host:port}.
     */
    public String http() {
        return http;
    }

    /**
     * Its process id.
     *
     * @return a pid.
     */
    public long pid() {
        return process.pid();
    }

    /**
     * Where its log goes.
     *
     * @return a file.
     */
    public Path log() {
        return log;
    }

    /**
     * Stops it in good order, as SIGTERM does.
     *
     * @return its exit code, or -1 where it had to be killed.
     */
    public int stop() {
        return process.stop();
    }

    /**
     * The process itself, to be asked for its figures.
     *
     * @return running.
     */
    public ChildProcess process() {
        return process;
    }

    /**
     * Its data directory.
     *
     * @return as given.
     */
    public Path data() {
        return data;
    }

    @Override
    public void close() {
        process.close();
    }

    /**
     * The server could not be started; the message is for a person.
     */
    public static final class StartException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StartException(final String message) {
            super(message);
        }
    }
}
