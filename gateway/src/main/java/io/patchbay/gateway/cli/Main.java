package io.patchbay.gateway.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.gateway.server.Failures;
import io.patchbay.gateway.server.StopSignal;
import io.patchbay.host.OptionSources;
import io.patchbay.host.OptionSources.OptionException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

import java.io.PrintWriter;
import java.util.Set;
import java.util.TreeSet;

/**
 * The entry of {@code java -jar patchbay-gateway.jar}. It finds the command, fills in options from the environment and from
 * {@code --config}, and turns each failure into one line and an {@link ExitCode}.
 */
@Command(name = "patchbay", description = "A journaled, replayable messaging engine for remote services.",
    mixinStandardHelpOptions = true, versionProvider = Main.Version.class, synopsisSubcommandLabel = "COMMAND",
    subcommands = {ServerCommand.class, GatewayCommand.class, EngineCommand.class, TokenCommand.class, CallCommand.class,
        ServicesCommand.class, ListenCommand.class, BroadcastCommand.class})
public final class Main {

    private static final Set<String> SERVING = Set.of("server", "gateway", "engine");

    /** Prints the version of the build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            final String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"patchbay " + (version == null ? "(not from a jar)" : version)};
        }
    }

    private final StopSignal signal;

    private Main(final StopSignal signal) {
        this.signal = signal;
    }

    /** Returns the stop signal of a command that serves. */
    StopSignal signal() {
        return signal;
    }

    /**
     * Runs one command and exits with its code.
     *
     * @param args command and options.
     */
    public static void main(final String[] args) {
        final StopSignal signal = new StopSignal();
        if (args.length > 0 && SERVING.contains(args[0])) {
            signal.install();
        }
        int code = ExitCode.COULD_NOT_RUN;
        try {
            code = run(signal, args);
        } catch (final OutOfMemoryError e) {
            code = Failures.report(e, new PrintWriter(System.err, true));
        } finally {
            signal.finished(code);
        }
        System.exit(code);
    }

    /**
     * Runs one command.
     *
     * @param signal that ends a command that serves.
     * @param args   command and options.
     * @return the exit code.
     */
    static int run(final StopSignal signal, final String... args) {
        final CommandLine line = new CommandLine(new Main(signal));
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler(Main::wrongUsage);
        line.setExecutionExceptionHandler((e, command, parsed) -> Failures.report(e, command.getErr()));
        try {
            final OptionSources sources = OptionSources.of(args, System.getenv());
            sources.refuseUnknown(optionNames(line));
            line.setDefaultValueProvider(spec -> fromSources(spec, sources));
        } catch (final OptionException e) {
            line.getErr().println("patchbay: " + e.getMessage());
            return ExitCode.WRONG_USAGE;
        }
        return line.execute(args);
    }

    private static String fromSources(final ArgSpec spec, final OptionSources sources) {
        return spec instanceof OptionSpec option && !option.usageHelp() && !option.versionHelp()
            ? sources.value(longName(option)) : null;
    }

    private static String longName(final OptionSpec option) {
        return option.longestName().replaceFirst("^-+", "");
    }

    private static Set<String> optionNames(final CommandLine line) {
        final Set<String> names = new TreeSet<>();
        for (final CommandLine command : line.getSubcommands().values()) {
            command.getCommandSpec().options().forEach(option -> names.add(longName(option)));
        }
        return names;
    }

    private static int wrongUsage(final ParameterException e, final String[] args) {
        final CommandLine command = e.getCommandLine();
        command.getErr().println("patchbay: " + e.getMessage());
        command.getErr().println("Try: ./" + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.WRONG_USAGE;
    }
}
