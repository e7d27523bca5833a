package io.patchbay.bench.throughput;

import io.patchbay.bench.load.LoadSettings;
import io.patchbay.bench.load.WarmUpLimit;
import io.patchbay.bench.process.Idling;
import io.patchbay.bench.report.Report;
import io.patchbay.bench.report.ReportOptions;
import io.patchbay.bench.report.Result;
import io.patchbay.bench.roundtrip.LoadPath;
import io.patchbay.bench.roundtrip.PatchbaySubject;
import io.patchbay.cli.ExitCode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The command {@code ./patchbay bench throughput}, which finds the highest rate, then measures the latency's tail at a part of
 * that rate.
 */
@Command(name = "throughput", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Finds the highest rate of round trips through a server as shipped (closed loops with more and more requests "
        + "under way), then sends on a schedule at a part of it and reports the tail: latency counts from when each request "
        + "should have gone out.", ""},
    footer = {"", "The long run of the tail: --at 0.5 --seconds 600."})
public final class ThroughputCommand implements Callable<Integer> {
    /** Beginning of the server's log line about its appends. */
    private static final String APPENDS = "journal appends: ";

    @Spec
    private CommandSpec spec;

    @Option(names = "--path", paramLabel = "PATH", defaultValue = "aeron-ipc",
        description = "aeron-ipc, aeron-udp, tcp-json, websocket-json. Default: ${DEFAULT-VALUE}")
    private String path;

    @Option(names = "--outstanding", split = ",", paramLabel = "N", defaultValue = "64,256,1024",
        description = "Requests under way in the search, 1 to 60000. Default: ${DEFAULT-VALUE}")
    private List<Integer> outstanding = new ArrayList<>();

    @Option(names = "--search", paramLabel = "S", defaultValue = "5",
        description = "Seconds of each closed loop. Default: ${DEFAULT-VALUE}")
    private double searchSeconds;

    @Option(names = "--warmup", paramLabel = "S", defaultValue = "5",
        description = "Shortest time before each counts. Default: ${DEFAULT-VALUE}")
    private double warmUpSeconds;

    @Mixin
    private WarmUpLimit warmUpLimit;

    @Option(names = "--at", paramLabel = "PART", defaultValue = "0.5",
        description = "Part of the highest rate, above 0 and up to 1. Default: ${DEFAULT-VALUE}")
    private double part;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "60",
        description = "Seconds of the run on a schedule. Default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(names = "--payload", paramLabel = "BYTES", defaultValue = "100",
        description = "Bytes of a payload, 60 to 60000. Default: ${DEFAULT-VALUE}")
    private int payloadBytes;

    @Option(names = "--idle", paramLabel = "STRATEGY", defaultValue = "backoff",
        description = "What server and this process do with nothing to do: backoff, yield, spin. Default: ${DEFAULT-VALUE}")
    private Idling idling;

    @Option(names = {"--threads", "--threads-server"}, paramLabel = "LAYOUT", defaultValue = "shared",
        description = "shared or dedicated. Default: ${DEFAULT-VALUE}")
    private String serverThreads;

    @Option(names = "--server-option", paramLabel = "NAME=VALUE",
        description = "A further option of the server, without its dashes; may be repeated")
    private List<String> serverOptions = new ArrayList<>();

    @Mixin
    private ReportOptions reporting;

    @Override
    public Integer call() throws IOException {
        require(seconds > 0 && searchSeconds > 0 && warmUpSeconds >= 0 && warmUpLimit.seconds() >= 0,
            "--seconds and --search must be above 0, --warmup and --warmup-limit not below");
        require(part > 0 && part <= 1, "--at must be above 0 and at most 1");
        require(payloadBytes >= 60 && payloadBytes <= 60_000, "--payload must be from 60 to 60000");
        require(outstanding.stream().allMatch(n -> n >= 1 && n <= LoadSettings.MAX_OUTSTANDING),
            "--outstanding must be from 1 to 60000");
        require(LoadPath.find(path) != null, "--path is aeron-ipc, aeron-udp, tcp-json or websocket-json, not " + path);
        final Report report = new Report(reporting, spec.commandLine());
        try (PatchbaySubject server = PatchbaySubject.start(new PatchbaySubject.Layout(serverThreads, idling, idling, 1,
            payloadBytes), serverOptions).by(LoadPath.find(path))) {
            double best = 0;
            for (final int n : outstanding) {
                final Result closed = server.measure("throughput",
                    new LoadSettings(n, 0, warmUpSeconds, warmUpLimit.seconds(), searchSeconds));
                report.add(closed);
                best = Math.max(best, closed.number("rate_per_s"));
            }
            final Result paced = server.measure("throughput",
                new LoadSettings(0, Math.max(1, (int)(best * part)), warmUpSeconds, warmUpLimit.seconds(), seconds));
            report.add(paced);
            report.note(String.format(Locale.ROOT, "  on a schedule: %,.0f messages, each a request or a reply; allocated by the "
                + "server %s B a message, by this process %s B", 2 * paced.number("rate_per_s") * paced.number("seconds"),
                paced.get("alloc_bytes_per_message"), paced.get("client_alloc_bytes_per_message")));
            server.process().stop();
            appends(server.process().log()).forEach(line -> report.note("  from the server's start to its stop: " + line));
        }
        report.finish();
        return report.failures() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Returns the lines about appends that the server logs at an orderly stop. */
    private static List<String> appends(final Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.map(line -> line.indexOf(APPENDS) < 0 ? "" : line.substring(line.indexOf(APPENDS)))
                .filter(line -> !line.isEmpty()).toList();
        }
    }

    private void require(final boolean holds, final String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
