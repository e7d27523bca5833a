package io.patchbay.gateway.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.sdk.Client;
import io.patchbay.sdk.ClientContext;
import io.patchbay.sdk.exceptions.NoConnectionException;
import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.sdk.message.Payload;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The common part of call, services, listen and broadcast: the connection, the output as bytes, and the exit codes.
 */
abstract class TerminalCommand implements Callable<Integer> {
    /** The output formats. */
    enum Format {
        JSON, TEXT
    }

    /** Java's replacement for an argument's bytes that the locale has no character for. */
    private static final char UNREADABLE = '\ufffd';

    @Mixin
    ConnectOptions connect;

    @Option(names = "--format", paramLabel = "json|text", description = "Default: text on a terminal, JSON when piped")
    Format format;

    private final PrintStream out = System.out;

    /** Completes the settings before the client connects. */
    ClientContext prepare(final ClientContext context) {
        return context;
    }

    /** Does the command's work. Returns the exit code. */
    abstract int run(Client client) throws IOException, InterruptedException;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Client client = prepared().connect()) {
            return run(client);
        } catch (final UnreachableException | NoConnectionException e) {
            return say(e.getMessage(), ExitCode.COULD_NOT_RUN);
        } catch (final CompletionException e) {
            if (e.getCause() instanceof PatchbayException failure) {
                return say(failure.getMessage(), ExitCode.FAILED);
            }
            throw e;
        }
    }

    private ClientContext prepared() throws UnreachableException {
        final ClientContext context = connect.context();
        try {
            return prepare(context);
        } catch (final IllegalArgumentException e) {
            throw connect.wrongUsage(e);
        }
    }

    /** Prints a line on stderr. Returns the exit code. */
    final int say(final String text, final int exit) {
        connect.spec.commandLine().getErr().println("patchbay: " + text);
        connect.spec.commandLine().getErr().flush();
        return exit;
    }

    /** Waits for a result. A failure is thrown as the cause of a {@link CompletionException}. */
    static <T> T await(final CompletableFuture<T> future) {
        return future.join();
    }

    final boolean isText() {
        return format == null ? System.console() != null : format == Format.TEXT;
    }

    /** Prints a line as UTF-8, whatever the locale. */
    final void print(final String line) {
        print(line.getBytes(StandardCharsets.UTF_8));
    }

    /** Prints bytes unchanged, and a line end. */
    final void print(final byte[] line) {
        out.write(line, 0, line.length);
        out.write('\n');
        out.flush();
    }

    /** Returns the JSON that was typed; {@code -} reads it from standard input. */
    final Payload payload(final String json) throws IOException {
        if (json.indexOf(UNREADABLE) >= 0 && !System.getProperty("sun.jnu.encoding", "UTF-8").equals("UTF-8")) {
            throw connect.wrongUsage(new IllegalArgumentException("this locale cannot carry the JSON's characters: set"
                + " LC_ALL=C.UTF-8, or give - and the JSON on standard input"));
        }
        try {
            return Payload.json(json.equals("-") ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8) : json);
        } catch (final IllegalArgumentException e) {
            throw connect.wrongUsage(e);
        }
    }
}
