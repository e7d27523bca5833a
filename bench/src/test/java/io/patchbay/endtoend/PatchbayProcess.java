package io.patchbay.endtoend;

import io.patchbay.bench.process.ChildJvm;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process of {@code ./patchbay …}, as a user would start it, with its ready line, its output and its exit code.
 */
final class PatchbayProcess implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("patchbay.home", "..")).toAbsolutePath().normalize();
    private static final int DEADLINE_SECONDS = 60;
    private static final int LONG_DEADLINE_SECONDS = 600;
    private static final int HTTP_SECONDS = 10;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final BlockingQueue<String> out = new LinkedBlockingQueue<>();
    private final StringBuffer allOut = new StringBuffer();
    private final StringBuffer allErr = new StringBuffer();
    private final List<Thread> readers = new ArrayList<>();
    private Map<String, String> ready = Map.of();

    private PatchbayProcess(final Map<String, String> environment, final List<String> command) throws IOException {
        this(environment, command, false, null);
    }

    /**
     * Starts a process.
     *
     * @param environment variables in addition to those of this process.
     * @param command     the program and its arguments.
     * @param keepsStdin  whether standard input stays open. A process that ends with its standard input then ends with this one.
     * @param taker       gets the lines of standard output, which are then not kept; or null.
     */
    private PatchbayProcess(final Map<String, String> environment, final List<String> command, final boolean keepsStdin,
        final Consumer<String> taker) throws IOException {
        final ProcessBuilder builder = new ProcessBuilder(command).directory(HOME.toFile());
        builder.environment().put("PATCHBAY_BUILD", "never");
        builder.environment().putAll(environment);
        process = builder.start();
        if (!keepsStdin) {
            process.getOutputStream().close();
        }
        readers.add(read(process.getInputStream(), taker != null ? taker : line -> {
            allOut.append(line).append('\n');
            out.add(line);
        }));
        readers.add(read(process.getErrorStream(), line -> allErr.append(line).append('\n')));
    }

    /** The output and the exit code of a command. */
    record Result(int exit, String out, String err) {
        List<String> lines() {
            return out.lines().filter(line -> !line.isBlank()).toList();
        }

        @Override
        public String toString() {
            return "exit " + exit + "\nstdout:\n" + out + "\nstderr:\n" + err;
        }
    }

    static Path home() {
        return HOME;
    }

    /** Starts {@code ./patchbay ARGS} and does not wait. */
    static PatchbayProcess start(final String... args) throws IOException {
        return start(Map.of(), args);
    }

    static PatchbayProcess start(final Map<String, String> environment, final String... args) throws IOException {
        return new PatchbayProcess(environment, patchbay(args));
    }

    private static List<String> patchbay(final String... args) {
        final List<String> command = new ArrayList<>();
        command.add(HOME.resolve("patchbay").toString());
        command.addAll(List.of(args));
        return command;
    }

    /** Starts any other program, for example Node. */
    static PatchbayProcess startProgram(final String... command) throws IOException {
        return new PatchbayProcess(Map.of(), List.of(command));
    }

    /** Starts {@code ./patchbay ARGS} as the first process of a PID namespace of its own, which ends with the result. */
    static PatchbayProcess startInPidNamespace(final String... args) throws IOException {
        final List<String> command = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--mount-proc", "--kill-child=KILL"));
        command.addAll(patchbay(args));
        return new PatchbayProcess(Map.of(), command);
    }

    /** Starts {@code ./patchbay server} on free ports and waits for its ready line. */
    static PatchbayProcess server(final Path data, final String... more) throws Exception {
        return role("server", data, more);
    }

    /** Starts a command that prints a ready line, and waits for it; sockets on free ports. */
    static PatchbayProcess role(final String command, final Path data, final String... more) throws Exception {
        return role(Map.of(), command, data, more);
    }

    static PatchbayProcess role(final Map<String, String> environment, final String command, final Path data,
        final String... more) throws Exception {
        final List<String> args = new ArrayList<>(List.of(command, "--data", data.toString()));
        if (!command.equals("engine")) {
            args.addAll(List.of("--tcp", "127.0.0.1:0", "--http", "127.0.0.1:0"));
        }
        args.addAll(List.of(more));
        final PatchbayProcess started = start(environment, args.toArray(new String[0]));
        started.awaitReady();
        return started;
    }

    /** Starts a JVM with the tests' classes and those of the benchmarks. */
    static PatchbayProcess startJava(final Class<?> main, final String... args) throws IOException {
        return startJava(Map.of(), main, args);
    }

    static PatchbayProcess startJava(final Map<String, String> environment, final Class<?> main, final String... args)
        throws IOException {
        final List<String> command = new ArrayList<>(List.of(ChildJvm.java()));
        command.addAll(ChildJvm.opens());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx128m", "-cp",
            Path.of(URI.create(main.getProtectionDomain().getCodeSource().getLocation().toString())) + File.pathSeparator
                + HOME.resolve("bench/target/patchbay-bench.jar"), main.getName()));
        command.addAll(List.of(args));
        return new PatchbayProcess(environment, command, true, null);
    }

    /** Runs a command to its end. */
    static Result run(final String... args) throws Exception {
        return run(Map.of(), args);
    }

    static Result run(final Map<String, String> environment, final String... args) throws Exception {
        try (PatchbayProcess started = start(environment, args)) {
            return started.await();
        }
    }

    /** Runs a command to its end, and passes each line on standard output to a consumer, since memory may not hold all. */
    static Result runTaking(final Consumer<String> taker, final String... args) throws Exception {
        try (PatchbayProcess started = new PatchbayProcess(Map.of(), patchbay(args), false, taker)) {
            return started.await(LONG_DEADLINE_SECONDS);
        }
    }

    Result await() throws InterruptedException {
        return await(DEADLINE_SECONDS);
    }

    private Result await(final int seconds) throws InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end within " + seconds + " s\n" + allOut + "\n" + allErr);
        }
        for (final Thread reader : readers) {
            reader.join(TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
        }
        return new Result(process.exitValue(), allOut.toString(), allErr.toString());
    }

    void awaitReady() throws InterruptedException {
        final String line = awaitLine("patchbay ready ");
        final Map<String, String> values = new HashMap<>();
        for (final String pair : line.substring("patchbay ready ".length()).split(" ")) {
            values.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        values.put("line", line);
        ready = values;
    }

    /** Waits for the next line on standard output that begins with a prefix. */
    String awaitLine(final String prefix) throws InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (System.nanoTime() < deadline) {
            final String line = out.poll(100, TimeUnit.MILLISECONDS);
            if (line != null && line.startsWith(prefix)) {
                return line;
            }
            if (line == null && !process.isAlive() && out.isEmpty()) {
                throw new AssertionError("ended with " + process.exitValue() + " before '" + prefix + "'\n" + allOut + "\n"
                    + allErr);
            }
        }
        throw new AssertionError("no line '" + prefix + "' on stdout\n" + allOut + "\n" + allErr);
    }

    String ready(final String key) {
        return ready.get(key);
    }

    int tcpPort() {
        return port("tcp");
    }

    int httpPort() {
        return port("http");
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String err() {
        return allErr.toString();
    }

    /** Sends a signal, named without its {@code SIG}. */
    void signal(final String name) throws IOException, InterruptedException {
        final int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new AssertionError("kill -" + name + " of " + pid() + ": " + exit);
        }
    }

    /** Returns the body of {@code /health/ready}; empty where nobody answers. */
    String readiness() {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort() + "/health/ready"))
                .timeout(Duration.ofSeconds(HTTP_SECONDS)).build(), HttpResponse.BodyHandlers.ofString()).body();
        } catch (final IOException e) {
            return "";
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Returns a port of the loopback interface that was free just now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Kills the process by SIGKILL. */
    void kill9() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends SIGTERM, and waits for the end. */
    Result terminate() throws InterruptedException {
        // Process.destroy() would close the process's streams, and its output while it stops would be lost.
        process.toHandle().destroy();
        return await();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private int port(final String key) {
        return Integer.parseInt(ready.get(key).substring(ready.get(key).lastIndexOf(':') + 1));
    }

    private Thread read(final InputStream in, final Consumer<String> taker) {
        final Thread thread = new Thread(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    taker.accept(line);
                }
            } catch (final IOException e) {
                if (process.isAlive()) {
                    throw new UncheckedIOException(e);
                }
            }
        }, "output of " + process.pid());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
