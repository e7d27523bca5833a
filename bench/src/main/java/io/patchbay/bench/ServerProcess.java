package io.patchbay.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A real {@code patchbay server} in a process of its own, on free ports of loopback; started by the bench and the demo. Its log
 * goes to a file beside its data. It dies with this JVM.
 */
public final class ServerProcess implements AutoCloseable {
    private static final int READY_TIMEOUT_S = 60;
    private static final int STOP_TIMEOUT_S = 15;
    private static final String SAYS = "patchbay: ";
    private static final String MAIN = "io.patchbay.gateway.cli.Main";

    private final Process process;
    private final Thread hook;
    private final Path log;
    private final String tcp;
    private final String http;

    private ServerProcess(final Process process, final Thread hook, final Path log, final String ready) {
        this.process = process;
        this.hook = hook;
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
        final List<String> command = new ArrayList<>(List.of(ChildJvm.java()));
        command.addAll(ChildJvm.opens());
        command.addAll(List.of("-XX:+UseParallelGC", "-XX:-UsePerfData", "-cp", ChildJvm.classPath(), MAIN, "server",
            "--data", data.toString(), "--tcp", "127.0.0.1:0", "--http", "127.0.0.1:0"));
        command.addAll(options);
        final ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PATCHBAY_"));
        final Process process;
        try {
            process = builder.start();
        } catch (final IOException e) {
            throw new StartException("the server could not be started: " + e.getMessage());
        }
        final Thread hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
        return new ServerProcess(process, hook, log, awaitReady(process, log));
    }

    private static String awaitReady(final Process process, final Path log) {
        final CompletableFuture<String> ready = new CompletableFuture<>();
        final Thread reader = new Thread(() -> read(process, ready), "server-stdout");
        reader.setDaemon(true);
        reader.start();
        try {
            return ready.get(READY_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while the server started");
        } catch (final ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new StartException("the server did not start; " + tail(log));
        }
    }

    private static void read(final Process process, final CompletableFuture<String> ready) {
        try (BufferedReader lines = new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("patchbay ready ")) {
                    ready.complete(line);
                }
            }
            ready.completeExceptionally(new IOException("it ended"));
        } catch (final IOException e) {
            ready.completeExceptionally(e);
        }
    }

    private static String tail(final Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            final List<String> all = lines.toList();
            return all.stream().filter(line -> line.startsWith(SAYS)).map(line -> line.substring(SAYS.length())).findFirst()
                .orElse(all.isEmpty() ? "it said nothing" : all.get(all.size() - 1)) + " (all of it: " + log + ")";
        } catch (final IOException | UncheckedIOException e) {
            return "its log is not readable: " + log;
        }
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
        process.destroy();
        try {
            if (process.waitFor(STOP_TIMEOUT_S, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            removeHook();
        }
        return -1;
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (final IllegalStateException e) {
            // the JVM is already about to end, and its hook with it
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
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
