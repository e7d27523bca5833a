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
 * A process that a bench needs beside its own. The bench starts it, waits for its ready line on standard output, asks it for
 * figures, and ends it. Its log goes to a file. It is killed when this JVM ends.
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
     * @param name    the process's name in messages.
     * @param command the program and its arguments.
     * @param log     the file for standard error.
     * @return the running process, which need not be ready yet.
     * @throws ServerProcess.StartException if the process cannot be started.
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
     * Waits for a line on standard output, and ignores others before it.
     *
     * @param prefix   beginning of the line.
     * @param timeoutS seconds to wait.
     * @return the whole line.
     * @throws ServerProcess.StartException if the line does not come. The process is ended, and the message is for a person.
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
     * Writes a line to standard input of the process.
     *
     * @param line the line without its end.
     * @throws UncheckedIOException if the process has ended.
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
     * Asks the process how much it has allocated. Only for a process that reads {@link ChildInput}.
     *
     * @return bytes.
     */
    public long allocatedBytes() {
        return ask(ChildInput.ALLOCATED);
    }

    /**
     * Asks the process how long its compilers have worked. Only for a process that reads {@link ChildInput}.
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
     * Closes standard input of the process, on which the process ends.
     */
    public void endInput() {
        try {
            process.getOutputStream().close();
        } catch (final IOException e) {
            // The process has ended already.
            process.destroy();
        }
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
     * Returns whether the process is running.
     *
     * @return true if it is.
     */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Stops the process by SIGTERM.
     *
     * @return the exit code, or -1 if the process had to be killed.
     */
    public int stop() {
        process.destroy();
        return awaitEnd();
    }

    /**
     * Waits until the process has ended, and kills it if that takes too long.
     *
     * @return the exit code, or -1 if the process had to be killed.
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
            // This JVM is ending, so its shutdown hook kills the process.
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
