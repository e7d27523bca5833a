package io.patchbay.bench.fanout;

import io.patchbay.bench.load.LoadResult;
import io.patchbay.bench.load.LoadSettings;
import io.patchbay.bench.load.ServerProbe;
import io.patchbay.bench.load.Subject;
import io.patchbay.bench.load.WarmUpLimit;
import io.patchbay.bench.peers.NatsServer;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The command {@code ./patchbay bench fanout}, which measures broadcasts and custom events from one sender to many listeners.
 */
@Command(name = "fanout", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"One sender, many listeners: deliveries a second, and the time from sending to each delivery. Sender and "
        + "listeners are clients of the public SDK on one thread of this process, each with a connection of its own. NATS core "
        + "runs beside it where nats-server is on PATH, by its official client.", ""},
    footer = {"", "The sender keeps at most --window events that not all listeners have: more would be latency, not rate.",
        "alloc B: what the server's process allocated, a delivery."})
public final class FanoutCommand implements Callable<Integer> {
    private static final int MAX_WINDOW = 10_000;
    private static final int MAX_LISTENERS = 1_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--path", split = ",", paramLabel = "PATH", defaultValue = "aeron-ipc,tcp-json",
        description = "aeron-ipc, aeron-udp, tcp-json. Default: ${DEFAULT-VALUE}")
    private List<String> paths = new ArrayList<>();

    @Option(names = "--event", split = ",", paramLabel = "KIND", defaultValue = "broadcast,custom",
        description = "broadcast, custom, or both. Default: ${DEFAULT-VALUE}")
    private List<String> events = new ArrayList<>();

    @Option(names = "--listeners", split = ",", paramLabel = "N", defaultValue = "10,100",
        description = "1 to 1000; several values are measured in turn. Default: ${DEFAULT-VALUE}")
    private List<Integer> listeners = new ArrayList<>();

    @Option(names = "--window", paramLabel = "N", defaultValue = "256",
        description = "Events under way, 1 to 10000. Default: ${DEFAULT-VALUE}")
    private int window;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "5", description = "Measured time. Default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(names = "--warmup", paramLabel = "S", defaultValue = "3",
        description = "Shortest time before it counts, for each measurement. Default: ${DEFAULT-VALUE}")
    private double warmUpSeconds;

    @Mixin
    private WarmUpLimit warmUpLimit;

    @Option(names = "--payload", paramLabel = "BYTES", defaultValue = "100",
        description = "Bytes of a payload, 60 to 60000. Default: ${DEFAULT-VALUE}")
    private int payloadBytes;

    @Option(names = "--idle", paramLabel = "STRATEGY", defaultValue = "backoff",
        description = "What server and clients do with nothing to do: backoff, yield, spin. Default: ${DEFAULT-VALUE}")
    private Idling idling;

    @Option(names = "--beside", negatable = true, defaultValue = "true", fallbackValue = "true",
        description = "Measure NATS core beside it. Default: ${DEFAULT-VALUE}")
    private boolean isBeside;

    @Mixin
    private ReportOptions reporting;

    @Override
    public Integer call() throws IOException {
        require(seconds > 0 && warmUpSeconds >= 0 && warmUpLimit.seconds() >= 0,
            "--seconds must be above 0, --warmup and --warmup-limit not below");
        require(window >= 1 && window <= MAX_WINDOW, "--window must be from 1 to 10000");
        require(payloadBytes >= 60 && payloadBytes <= 60_000, "--payload must be from 60 to 60000");
        require(listeners.stream().allMatch(n -> n >= 1 && n <= MAX_LISTENERS), "--listeners must be from 1 to 1000");
        require(events.stream().allMatch(e -> e.equals("broadcast") || e.equals("custom")), "--event is broadcast or custom");
        final List<LoadPath> ways = new ArrayList<>();
        for (final String word : paths) {
            final LoadPath path = LoadPath.find(word);
            require(path != null && path != LoadPath.WEBSOCKET_JSON, "--path is aeron-ipc, aeron-udp or tcp-json, not " + word);
            ways.add(path);
        }
        final LoadSettings settings = new LoadSettings(window, 0, warmUpSeconds, warmUpLimit.seconds(), seconds);
        final Report report = new Report(reporting, spec.commandLine());
        final List<Result> patchbay = new ArrayList<>();
        for (final LoadPath path : ways) {
            for (final int count : listeners) {
                for (final String event : events) {
                    patchbay.add(measure(path, event, count, settings));
                    report.add(patchbay.get(patchbay.size() - 1));
                }
            }
        }
        beside(settings, patchbay, report);
        report.finish();
        return report.failures() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void require(final boolean holds, final String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private Result measure(final LoadPath path, final String event, final int count, final LoadSettings settings) {
        try (PatchbaySubject server = PatchbaySubject.start(new PatchbaySubject.Layout("shared", idling, idling, 1, payloadBytes),
            List.of())) {
            final ServerProbe probe = new ServerProbe(server.process().process());
            final LoadResult measured;
            try (Fanout fanout = new Fanout(path, server.process().tcp(), count, event.equals("broadcast"), payloadBytes,
                idling.newStrategy())) {
                measured = fanout.run(settings, probe);
            }
            final Result result = result(PatchbaySubject.SUBJECT, count).path(path.wireName()).put("event", event)
                .idle(idling.wireName()).threads("shared");
            probe.fill(result, measured.answered());
            return Subject.fill(result, settings, measured, payloadBytes);
        }
    }

    private static Result result(final String subject, final int count) {
        return new Result("fanout", subject).put("listeners", count);
    }

    private void beside(final LoadSettings settings, final List<Result> patchbay, final Report report) throws IOException {
        if (!isBeside) {
            return;
        }
        if (!NatsServer.isInstalled()) {
            report.note("skipped: nats-core. " + NatsServer.HOW_TO_INSTALL);
            return;
        }
        for (final int count : listeners) {
            try (NatsServer server = NatsServer.start(); NatsFanout fanout = new NatsFanout(server, count, payloadBytes)) {
                final Result nats = Subject.fill(result("nats-core", count), settings, fanout.run(settings), payloadBytes);
                report.add(nats);
                patchbay.stream().filter(result -> result.number("listeners") == count)
                    .forEach(result -> report.compare(result, nats));
            }
        }
    }
}
