package io.patchbay.bench.baseline;

import io.patchbay.bench.load.LoadOptions;
import io.patchbay.bench.load.LoadSettings;
import io.patchbay.bench.process.Idling;
import io.patchbay.bench.report.Report;
import io.patchbay.bench.report.ReportOptions;
import io.patchbay.cli.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The command {@code ./patchbay bench floor}, which measures the hops of a round trip without Patchbay's logic.
 */
@Command(name = "floor", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"The hops of a journaled round trip by Aeron IPC with no logic between them: consumer -> Aeron IPC -> append "
        + "(Chronicle Queue) -> tail -> Aeron IPC -> service, and the same way back. No parsing, no registry; the record is the "
        + "frame as it came, of the payload and 120 bytes, as long as Patchbay's frames are on average.", ""},
    footer = {"", "The server is one thread in a process of its own, which also turns the media driver; consumer and service are "
        + "one thread of this process: the layout of Patchbay's --threads shared. Its journal is in the temporary directory, "
        + "where the other benches keep Patchbay's."})
public final class FloorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LoadOptions load;

    @Option(names = "--idle", paramLabel = "STRATEGY", defaultValue = "spin",
        description = "What both threads do with nothing to do: spin, yield, backoff. Default: ${DEFAULT-VALUE}")
    private Idling idling;

    @Mixin
    private ReportOptions reporting;

    @Override
    public Integer call() throws IOException {
        final Report report = new Report(reporting, spec.commandLine());
        final List<LoadSettings> all = load.settings(spec.commandLine());
        try (FloorProcess floor = FloorProcess.start(idling, idling, load.payloadBytes())) {
            for (final LoadSettings settings : all) {
                report.add(floor.measure("floor", settings));
            }
        }
        report.finish();
        return report.failures() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }
}
