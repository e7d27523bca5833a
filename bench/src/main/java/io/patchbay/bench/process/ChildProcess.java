package io.patchbay.bench.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process that a bench needs beside its own: started, awaited until it says on standard output that it is ready, asked, ended.
 * Its log goes to a file. It dies with this JVM.
 */
public final class ChildProcess implements AutoCloseable {
    private static final int STOP_TIMEOUT_S = 15;
    private static final int ANSWER_TIMEOUT_S = 10;
    private static final String SAYS = "patchbay: ";
    private static final String ENDED = "";

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final String name;
    private final Process process;
    private final Thread hook;
    private final Path log;

    private ChildProcess(final String name, final Process process, final Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
        final Thread reader = new Thread(this::read, name + "-stdout");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a process.
     *
     * @param name    of it, in messages for a person.
     * @param command with its arguments.
     * @param log     file for its standard error.
     * @return running, perhaps not yet ready.
     * @throws ServerProcess.StartException where it cannot be started.
     */
    public static ChildProcess start(final String name, final List<String> command, final Path log) {
        final ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("PATCHBAY_"));
        builder.environment().keySet().removeAll(ChildJvm.JVM_VARIABLES);
        try {
            return new ChildProcess(name, builder.start(), log);
        } catch (final IOException e) {
            throw new ServerProcess.StartException("the " + name + " could not be started: " + e.getMessage());
        }
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (final IOException e) {
            lines.add(ENDED);
        }
        lines.add(ENDED);
    }

    /**
     * Waits for a line on its standard output; passes over others.
     *
     * @param prefix   that it begins with.
     * @param timeoutS seconds to wait.
     * @return the whole line.
     * @throws ServerProcess.StartException where it does not come: what happened, for a person; the process is ended.
     */
    public String await(final String prefix, final int timeoutS) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutS);
        try {
            String line = "-";
            while (line != null && !line.equals(ENDED)) {
                line = lines.poll(Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (line != null && line.startsWith(prefix)) {
                    return line;
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        throw new ServerProcess.StartException("the " + name + " did not start; " + tail());
    }

    private String tail() {
        try (Stream<String> logged = Files.lines(log)) {
            final List<String> all = logged.toList();
            return all.stream().filter(line -> line.startsWith(SAYS)).map(line -> line.substring(SAYS.length())).findFirst()
                .orElse(all.isEmpty() ? "it said nothing" : all.get(all.size() - 1)) + " (all of it: " + log + ")";
        } catch (final IOException | UncheckedIOException e) {
            return "its log is not readable: " + log;
        }
    }

    /**
     * Writes a line to its standard input.
     *
     * @param line without its end.
     * @throws UncheckedIOException where it does not take it.
     */
    public void say(final String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (final IOException e) {
            throw new UncheckedIOException("the " + name + " is gone: " + tail(), e);
        }
    }

    /**
     * What the process has allocated, where it is one that answers.
     *
     * @return bytes.
     */
    public long allocatedBytes() {
        return ask(ChildInput.ALLOCATED);
    }

    /**
     * How long its compilers have worked, where it is one that answers.
     *
     * @return milliseconds.
     */
    public long compiledMs() {
        return ask(ChildInput.COMPILED);
    }

    private long ask(final String question) {
        say(question);
        return Long.parseLong(await(question + '=', ANSWER_TIMEOUT_S).substring(question.length() + 1));
    }

    /**
     * Ends its standard input, which tells it to end.
     */
    public void endInput() {
        try {
            process.getOutputStream().close();
        } catch (final IOException e) {
            // it has gone already
            process.destroy();
        }
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
     * Does it still run?
     *
     * @return true if so.
     */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Stops it in good order, as SIGTERM does.
     *
     * @return its exit code, or -1 where it had to be killed.
     */
    public int stop() {
        process.destroy();
        return awaitEnd();
    }

    /**
     * Waits until it has ended of itself, and kills it where that takes too long.
     *
     * @return its exit code, or -1 where it had to be killed.
     */
    public int awaitEnd() {
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
}
