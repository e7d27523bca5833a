package io.patchbay.bench;

import io.patchbay.bench.baseline.FloorCommand;
import io.patchbay.bench.fanout.FanoutCommand;
import io.patchbay.bench.jmh.JmhCommand;
import io.patchbay.bench.peers.PeersCommand;
import io.patchbay.bench.replay.ReplayBenchCommand;
import io.patchbay.bench.replay.RestartBenchCommand;
import io.patchbay.bench.roundtrip.RoundtripCommand;
import io.patchbay.bench.scale.ScaleCommand;
import io.patchbay.bench.soak.SoakCommand;
import io.patchbay.bench.throughput.ThroughputCommand;
import io.patchbay.cli.ExitCode;
import io.patchbay.demo.DemoMain;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.Arrays;

/**
 * The main class of {@code patchbay-bench.jar}, which runs {@code ./patchbay bench}, {@code ./patchbay demo} and
 * {@code ./patchbay soak}.
 */
@Command(name = "./patchbay bench", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
    description = "The benchmarks: of single steps, and of the whole way through a real server.",
    subcommands = {RoundtripCommand.class, ThroughputCommand.class, FanoutCommand.class, ReplayBenchCommand.class,
        RestartBenchCommand.class, ScaleCommand.class, FloorCommand.class, PeersCommand.class, JmhCommand.class,
        AllCommand.class})
public final class BenchMain {

    private BenchMain() {
    }

    /**
     * Runs one command and exits with its code.
     *
     * @param args a bench, {@code demo} or {@code soak}, and its options.
     */
    public static void main(final String[] args) {
        System.setProperty("chronicle.analytics.disable", "true");
        System.exit(run(args));
    }

    /**
     * Runs one command.
     *
     * @param args command and options.
     * @return an exit code of {@link ExitCode}.
     */
    static int run(final String... args) {
        if (args.length > 0 && "soak".equals(args[0])) {
            return SoakCommand.run(Arrays.copyOfRange(args, 1, args.length));
        }
        final boolean isDemo = args.length > 0 && "demo".equals(args[0]);
        final CommandLine line = isDemo ? new CommandLine(new DemoMain()) : new CommandLine(new BenchMain());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((e, arguments) -> {
            final CommandLine wrong = e.getCommandLine();
            wrong.getErr().println("patchbay: " + e.getMessage().replaceAll("\\s*[\\r\\n]+\\s*", " ") + " ("
                + wrong.getCommandSpec().qualifiedName() + " --help)");
            return ExitCode.WRONG_USAGE;
        });
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("patchbay: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            return ExitCode.COULD_NOT_RUN;
        });
        if (args.length == 0) {
            line.usage(line.getErr());
            return ExitCode.WRONG_USAGE;
        }
        return line.execute(isDemo ? Arrays.copyOfRange(args, 1, args.length) : args);
    }
}
