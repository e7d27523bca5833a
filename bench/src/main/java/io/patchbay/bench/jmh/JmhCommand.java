package io.patchbay.bench.jmh;

import io.patchbay.bench.process.ChildJvm;
import io.patchbay.cli.ExitCode;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The command {@code ./patchbay bench jmh}, which runs the benchmarks of single steps by JMH, in forked JVMs, and reports the
 * allocation of each.
 */
@Command(name = "jmh", mixinStandardHelpOptions = true,
    description = {"The steps that a message takes, one by one: JSON to record, append, tail and decode, engine, "
        + "SBE, SBE to JSON, and append, tail and apply of a request and its reply in one. Runs JMH with "
        + "-prof gc.", ""},
    footer = {"", "For example: ./patchbay bench jmh Scan -- -f 1 -wi 2 -i 3    (-- -h: what JMH takes, -- -l: the list)",
        "How to compare two commits: docs/contributing.md"})
public final class JmhCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "INCLUDE|-- JMH-ARGS",
        description = "A regular expression for names of benchmarks; after --, any options of JMH")
    private List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() throws IOException, RunnerException {
        final CommandLineOptions given;
        try {
            given = new CommandLineOptions(arguments.toArray(new String[0]));
        } catch (final CommandLineOptionException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        if (given.shouldHelp()) {
            given.showHelp();
            return ExitCode.DONE;
        }
        final OptionsBuilder options = new OptionsBuilder();
        options.parent(given).addProfiler("gc").jvmArgsPrepend(ChildJvm.opens().toArray(new String[0]));
        if (given.shouldList()) {
            new Runner(options.build()).list();
            return ExitCode.DONE;
        }
        return new Runner(options.build()).run().isEmpty() ? ExitCode.FAILED : ExitCode.DONE;
    }
}
