package io.patchbay.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.replay.cli.JournalMain;
import io.patchbay.replay.cli.ReplayMain;
import io.patchbay.replay.print.StandardStreams;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntBiFunction;

/**
 * The output and the exit code of one run of the replay tool.
 */
final class Ran {
    final int exitCode;
    final String out;
    final String err;

    private Ran(final int exitCode, final String out, final String err) {
        this.exitCode = exitCode;
        this.out = out;
        this.err = err;
    }

    static Ran replay(final String... args) {
        return run((out, err) -> ReplayMain.run(out, err, args));
    }

    static Ran journal(final String... args) {
        return run((out, err) -> ReplayMain.run(new StandardStreams(out, err, false, false), new JournalMain(), args));
    }

    private static Ran run(final ToIntBiFunction<OutputStream, PrintStream> command) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final int exitCode = command.applyAsInt(out, new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Runs a {@code replay} command on a data directory. */
    static Ran on(final Path data, final String... args) {
        final List<String> all = new ArrayList<>(Arrays.asList(args));
        all.add(1, "--data");
        all.add(2, data.toString());
        return replay(all.toArray(new String[0]));
    }

    /** Returns the lines of standard output, after checking that the run succeeded without a message. */
    List<String> lines() {
        assertEquals("", err);
        assertEquals(0, exitCode);
        return out.isEmpty() ? List.of() : Arrays.asList(out.split("\n"));
    }
}
