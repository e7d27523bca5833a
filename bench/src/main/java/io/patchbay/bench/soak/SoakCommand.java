package io.patchbay.bench.soak;

import io.patchbay.cli.ExitCode;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/**
 * The command {@code ./patchbay soak}, which runs a test that injects faults, with larger numbers than a build does. A new kind
 * of soak is a class in this package, and its entry in the list of subcommands below.
 */
@Command(name = "./patchbay soak", subcommands = {
    KillSoak.class,
    DiskSoak.class,
    OverloadSoak.class,
    SimulateSoak.class,
    CutSoak.class,
    DamageSoak.class,
    HostileSoak.class,
    FuzzSoak.class,
    WorldSoak.class})
public final class SoakCommand implements Runnable {
    private final CommandLine line = new CommandLine(this);

    /** Creates the command; called by {@link #run(String[], Function)} only. */
    private SoakCommand() {
        line.setParameterExceptionHandler((wrong, arguments) -> {
            line.getErr().println("patchbay: soak: " + message(wrong) + System.lineSeparator());
            printUsage(line.getErr());
            return ExitCode.WRONG_USAGE;
        });
    }

    /**
     * Runs one kind of soak.
     *
     * @param args  the kind and its options.
     * @param maven runs the test, once all that this command needs is loaded: the jar may be built anew meanwhile.
     * @return the exit code: that of Maven, or of wrong usage.
     */
    static int run(final String[] args, final Function<MavenTest, Integer> maven) {
        final SoakCommand command = new SoakCommand();
        if (Arrays.asList(args).contains("--help") || Arrays.asList(args).contains("-h")) {
            command.printUsage(command.line.getOut());
            return ExitCode.DONE;
        }
        final int exit = command.line.execute(args);
        return exit == ExitCode.DONE ? maven.apply(command.test()) : exit;
    }

    /**
     * Runs one kind of soak by Maven.
     *
     * @param args the kind and its options.
     * @return the exit code: that of Maven, or of wrong usage.
     */
    public static int run(final String... args) {
        return run(args, new Maven());
    }

    /** Ends with the usage. Called if no kind is named. */
    @Override
    public void run() {
        throw new ParameterException(line, "a kind of soak is missing");
    }

    private MavenTest test() {
        return line.getParseResult().subcommand().commandSpec().commandLine().getExecutionResult();
    }

    private String message(final ParameterException wrong) {
        final CommandLine at = wrong.getCommandLine();
        if (wrong instanceof MissingParameterException missing && !missing.getMissing().isEmpty()
            && missing.getMissing().get(0) instanceof CommandLine.Model.OptionSpec option) {
            return option.longestName() + " needs a value";
        }
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            final String first = unmatched.getUnmatched().get(0);
            return at == line ? "no \"" + first + '"' : at.getCommandName() + " has no option \"" + first + '"';
        }
        return wrong.getMessage();
    }

    private void printUsage(final PrintWriter out) {
        out.println("Usage: ./patchbay soak WHAT [OPTIONS]        "
            + "faults again and again, each checked; ends with 1 at the first that breaks a promise");
        out.println();
        for (final Map.Entry<String, CommandLine> kind : line.getSubcommands().entrySet()) {
            final CommandSpec spec = kind.getValue().getCommandSpec();
            out.println("  " + kind.getKey() + ' ' + spec.usageMessage().customSynopsis()[0]);
            for (final String sentence : spec.usageMessage().description()) {
                out.println("              " + sentence);
            }
        }
        out.flush();
    }
}
