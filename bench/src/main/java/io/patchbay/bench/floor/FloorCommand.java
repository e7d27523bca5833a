package io.patchbay.bench.floor;

import io.patchbay.bench.BenchMain;
import io.patchbay.bench.Idling;
import io.patchbay.bench.load.Exchange;
import io.patchbay.bench.load.Load;
import io.patchbay.bench.load.LoadOptions;
import io.patchbay.bench.load.LoadResult;
import io.patchbay.bench.load.LoadSettings;
import io.patchbay.bench.load.Probe;
import io.patchbay.bench.report.Report;
import io.patchbay.bench.report.ReportOptions;
import io.patchbay.bench.report.Result;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.concurrent.Callable;

/**
 * {@code ./patchbay bench floor}: what the machine can do at best.
 */
@Command(name = "floor", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"The hops of a journaled round trip by Aeron IPC with no logic between them: consumer -> Aeron IPC -> append "
        + "(Chronicle Queue) -> tail -> Aeron IPC -> service, and the same way back. No parsing, no registry; the record is the "
        + "frame as it came, of the payload and 120 bytes, as long as Patchbay's frames are on average.", ""},
    footer = {"", "The server is one thread in a process of its own, which also turns the media driver; consumer and service are "
        + "one thread of this process: the layout of Patchbay's --threads shared. Its journal is in the temporary directory, "
        + "where the other benches keep Patchbay's."})
public final class FloorCommand implements Callable<Integer> {
    /** The subject of its results. */
    public static final String SUBJECT = "floor";

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
        final Report report = new Report(reporting, spec.commandLine().getOut());
        long failures = 0;
        for (final LoadSettings settings : load.settings(spec.commandLine())) {
            final Result result = measure("floor", settings, load.payloadBytes(), idling, idling);
            report.add(result);
            failures += (long)result.number("failed");
        }
        report.finish("./patchbay bench floor");
        return failures == 0 ? BenchMain.DONE : BenchMain.FAILED;
    }

    /**
     * One measurement with a server of its own.
     *
     * @param bench        the command that it is done for.
     * @param settings     of the load.
     * @param payloadBytes of a request and of a reply.
     * @param serverIdling of the server's thread.
     * @param clientIdling of this thread.
     * @return the figures.
     * @throws IOException where files cannot be removed.
     */
    public static Result measure(final String bench, final LoadSettings settings, final int payloadBytes,
        final Idling serverIdling, final Idling clientIdling) throws IOException {
        try (FloorProcess server = FloorProcess.start(serverIdling)) {
            final Load generator = new Load(settings, clientIdling.newStrategy());
            final LoadResult measured;
            try (Exchange exchange = server.connect(payloadBytes, generator)) {
                measured = generator.run(exchange, Probe.NONE);
            }
            return new Result(bench, SUBJECT).path("aeron-ipc").outstanding(settings.outstanding()).targetRate(settings.rate())
                .idle(serverIdling.word()).threads("shared").latencies(measured.latencies()).rate(measured.ratePerSecond())
                .journalBytesPerMessage(FloorProcess.journalBytes(payloadBytes)).seconds(measured.seconds())
                .put("client_idle", clientIdling.word()).put("payload_bytes", payloadBytes).put("failed", measured.failures());
        }
    }
}
