package io.patchbay.replay.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.data.DataDirectoryException;
import io.patchbay.data.JournalException;
import io.patchbay.host.OptionSources;
import io.patchbay.host.OptionSources.OptionException;
import io.patchbay.replay.ReplayException;
import io.patchbay.replay.print.StandardStreams;
import io.patchbay.replay.print.Terminal;
import io.patchbay.snapshot.SnapshotException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The command {@code ./patchbay replay}, called by the launcher, or by another module with its own streams.
 */
@Command(name = "./patchbay replay", mixinStandardHelpOptions = true, versionProvider = ReplayVersion.class,
    description = "Rebuilds the past from the journal, read only: of a live server or of a copy.",
    subcommands = {EventsCommand.class, StateCommand.class, TraceCommand.class, StatsCommand.class, VerifyCommand.class,
        ExportCommand.class},
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:a check failed", "2:wrong usage", "3:could not run"})
public final class ReplayMain implements Runnable {
    private ReplayMain() {
    }

    /**
     * Runs a command and exits with its code.
     *
     * @param args what follows {@code ./patchbay replay} on the command line; for {@code ./patchbay journal}, all that follows
     *             {@code ./patchbay}.
     */
    public static void main(final String[] args) {
        final PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        final OutputStream out = new FileOutputStream(FileDescriptor.out);
        final StandardStreams streams = new StandardStreams(out, err, Terminal.isStdout(), Terminal.isStderr());
        final boolean isAboutFiles = args.length > 0 && JournalMain.WORD.equals(args[0]);
        System.exit(isAboutFiles ? run(streams, new JournalMain(), Arrays.copyOfRange(args, 1, args.length))
            : run(streams, new ReplayMain(), args));
    }

    /**
     * Runs a command.
     *
     * @param out  receives the results: JSON lines, unless the arguments ask for text.
     * @param err  receives messages for a person.
     * @param args what follows {@code ./patchbay replay} on the command line.
     * @return an exit code of {@link ExitCode}.
     */
    public static int run(final OutputStream out, final PrintStream err, final String... args) {
        return run(new StandardStreams(out, err, false, false), new ReplayMain(), args);
    }

    /** Runs a command object with its arguments, and returns the exit code. */
    public static int run(final StandardStreams streams, final Object command, final String... args) {
        final CommandLine line = new CommandLine(command, new CommandFactory(streams));
        line.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, arguments) -> usage(streams, e));
        line.setExecutionExceptionHandler((e, failed, result) -> failure(streams, e));
        try {
            final OptionSources sources = OptionSources.of(args, System.getenv());
            line.setDefaultValueProvider(spec -> fromSources(spec, sources));
        } catch (final OptionException e) {
            streams.err().println(e.getMessage());
            return ExitCode.WRONG_USAGE;
        }
        return line.execute(args.length == 0 ? new String[] {"--help"} : args);
    }

    @Override
    public void run() {
        throw new ReplayException(ExitCode.WRONG_USAGE,
            "A command is missing: events, state, trace, stats, verify or export. --help describes them.");
    }

    /** Returns an option's value from the properties file or the environment, or null. The file may have other options too. */
    private static String fromSources(final ArgSpec spec, final OptionSources sources) {
        if (spec.isPositional() && JournalMain.DIRECTORY.equals(spec.paramLabel())) {
            return sources.value("data");
        }
        return spec instanceof OptionSpec option && !option.usageHelp() && !option.versionHelp()
            ? sources.value(option.longestName().replaceFirst("^-+", "")) : null;
    }

    private static int usage(final StandardStreams streams, final ParameterException e) {
        final String command = e.getCommandLine().getCommandSpec().qualifiedName();
        streams.err().println(e.getMessage().replaceAll("\\s*[\\r\\n]+\\s*", " ") + " (see " + command + " --help)");
        return ExitCode.WRONG_USAGE;
    }

    private static int failure(final StandardStreams streams, final Exception e) {
        if (e instanceof ReplayException) {
            streams.err().println(e.getMessage());
            return ((ReplayException)e).exitCode();
        }
        if (e instanceof JournalException || e instanceof DataDirectoryException || e instanceof SnapshotException) {
            streams.err().println(e.getMessage());
            return e instanceof JournalException problem && problem.problem() == JournalException.Problem.NOT_WHOLE
                ? ExitCode.FAILED : ExitCode.COULD_NOT_RUN;
        }
        if (e instanceof UncheckedIOException) {
            final IOException cause = ((UncheckedIOException)e).getCause();
            if (String.valueOf(cause.getMessage()).contains("Broken pipe")) {
                // The reader, head for example, has ended.
                return ExitCode.DONE;
            }
            streams.err().println("The output cannot be written (" + cause.getMessage() + "): check the file, disk or pipe that"
                + " standard output goes to.");
            return ExitCode.COULD_NOT_RUN;
        }
        streams.err().println("The journal cannot be read, because of a bug or of damage that is not recognized: " + e
            + " at " + Arrays.stream(e.getStackTrace()).findFirst().map(Object::toString).orElse("an unknown place"));
        return ExitCode.COULD_NOT_RUN;
    }
}
