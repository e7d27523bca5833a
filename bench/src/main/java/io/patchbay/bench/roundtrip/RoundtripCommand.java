package io.patchbay.bench.roundtrip;

import io.patchbay.bench.baseline.FloorProcess;
import io.patchbay.bench.baseline.RelaySubject;
import io.patchbay.bench.load.LoadOptions;
import io.patchbay.bench.load.LoadSettings;
import io.patchbay.bench.load.Subject;
import io.patchbay.bench.process.Idling;
import io.patchbay.bench.report.Report;
import io.patchbay.bench.report.ReportOptions;
import io.patchbay.bench.report.Result;
import io.patchbay.cli.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The command {@code ./patchbay bench roundtrip}, which measures request and reply through a real server.
 */
@Command(name = "roundtrip", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Request and reply through a real server process as shipped: consumer -> server -> service -> server -> "
        + "consumer, both legs journaled. Consumer and service use the public SDK (a raw client for websocket-json, which the "
        + "SDK does not speak) and run in this process, by default on one thread, so that with the server's one two cores are "
        + "enough. Beside aeron-ipc it measures the floor, beside tcp-json the relay, and prints the ratios.", ""},
    footer = {"",
        "Closed loop (--outstanding N): the next request goes out when a reply comes in.",
        "Open loop (--rate R): requests go out on a schedule; latency counts from when each should have gone out, so a stall "
            + "shows in the figures of all that waited for it (no coordinated omission).",
        "Idling decides much: a sleeping thread costs tens of microseconds to wake. More spinning threads than cores make "
            + "everything slower.",
        "The relay beside tcp-json blocks in its reads, whatever --idle says, and with --idle spin or yield a second one polls.",
        "alloc B: what the server's process allocated, a message, while it counted. jrnl B: its journal's growth, a message. A "
            + "message is one request or one reply."})
public final class RoundtripCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--path", split = ",", paramLabel = "PATH", defaultValue = "aeron-ipc,tcp-json",
        description = "One or more of aeron-ipc, aeron-udp, tcp-json, websocket-json. Default: ${DEFAULT-VALUE}")
    private List<String> paths = new ArrayList<>();

    @Mixin
    private LoadOptions load;

    @Option(names = "--idle", paramLabel = "STRATEGY", defaultValue = "backoff",
        description = "What server and this process do with nothing to do: backoff, yield, spin. Default: ${DEFAULT-VALUE}")
    private Idling idling;

    @Option(names = "--client-idle", paramLabel = "STRATEGY", description = "The same of this process alone. Default: as --idle")
    private Idling clientIdling;

    @Option(names = {"--threads", "--threads-server"}, paramLabel = "LAYOUT", defaultValue = "shared",
        description = "How the server spreads its work: shared or dedicated. Default: ${DEFAULT-VALUE}")
    private String serverThreads;

    @Option(names = "--client-threads", paramLabel = "N", defaultValue = "1",
        description = "1: consumer and service share a thread; 2: one each. Default: ${DEFAULT-VALUE}")
    private int clientThreads;

    @Option(names = "--server", paramLabel = "HOST:PORT",
        description = "A server that runs already (for aeron-ipc on this machine). Default: one is started on temporary data")
    private String server;

    @Option(names = "--server-option", paramLabel = "NAME=VALUE",
        description = "A further option of the server that is started, without its dashes: --server-option sync=batch; may be "
            + "repeated")
    private List<String> serverOptions = new ArrayList<>();

    @Option(names = "--beside", negatable = true, defaultValue = "true", fallbackValue = "true",
        description = "Measure the floor beside aeron-ipc and the relay beside tcp-json. Default: ${DEFAULT-VALUE}")
    private boolean isBeside;

    @Mixin
    private ReportOptions reporting;

    @Override
    public Integer call() throws IOException {
        require(clientThreads == 1 || clientThreads == 2, "--client-threads must be 1 or 2");
        require(serverThreads.equals("shared") || serverThreads.equals("dedicated"), "--threads must be shared or dedicated");
        final List<LoadSettings> all = load.settings(spec.commandLine());
        final List<LoadPath> ways = new ArrayList<>();
        for (final String word : paths) {
            ways.add(path(word));
        }
        final PatchbaySubject.Layout layout = new PatchbaySubject.Layout(serverThreads, idling,
            clientIdling == null ? idling : clientIdling, clientThreads, load.payloadBytes());
        final Report report = new Report(reporting, spec.commandLine());
        for (final LoadPath path : ways) {
            final List<Result> results = patchbay(path, all, layout, report);
            if (isBeside) {
                beside(path, all, layout, results, report);
            }
        }
        report.finish();
        return report.failures() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private LoadPath path(final String word) {
        try {
            return LoadPath.fromWire(word);
        } catch (final IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private void require(final boolean holds, final String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private List<Result> patchbay(final LoadPath path, final List<LoadSettings> all, final PatchbaySubject.Layout layout,
        final Report report) throws IOException {
        if (path == LoadPath.WEBSOCKET_JSON) {
            report.note("websocket-json: a raw client of the bench, not the SDK");
        }
        try (PatchbaySubject subject = server == null ? PatchbaySubject.start(layout, serverOptions)
            : PatchbaySubject.at(server, layout)) {
            return measure(subject.by(path), all, report);
        }
    }

    private static void beside(final LoadPath path, final List<LoadSettings> all, final PatchbaySubject.Layout layout,
        final List<Result> results, final Report report) throws IOException {
        if (path == LoadPath.AERON_IPC) {
            try (Subject floor = FloorProcess.start(layout.serverIdling(), layout.clientIdling(), layout.payloadBytes())) {
                compare(results, measure(floor, all, report), report);
            }
        } else if (path == LoadPath.TCP_JSON) {
            try (Subject relay = RelaySubject.start(null, layout.clientIdling(), layout.payloadBytes())) {
                compare(results, measure(relay, all, report), report);
            }
            if (layout.serverIdling() != Idling.BACKOFF) {
                try (Subject relay = RelaySubject.start(layout.serverIdling(), layout.clientIdling(), layout.payloadBytes())) {
                    compare(results, measure(relay, all, report), report);
                }
            }
        }
    }

    private static List<Result> measure(final Subject subject, final List<LoadSettings> all, final Report report)
        throws IOException {
        final List<Result> results = new ArrayList<>();
        for (final LoadSettings settings : all) {
            final Result result = subject.measure("roundtrip", settings);
            results.add(result);
            report.add(result);
        }
        return results;
    }

    private static void compare(final List<Result> results, final List<Result> beside, final Report report) {
        for (int i = 0; i < results.size(); i++) {
            report.compare(results.get(i), beside.get(i));
        }
    }
}
