package io.patchbay.bench.peers;

import io.patchbay.bench.baseline.RelaySubject;
import io.patchbay.bench.load.LoadOptions;
import io.patchbay.bench.load.LoadSettings;
import io.patchbay.bench.load.Subject;
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
 * The command {@code ./patchbay bench peers}, which measures the same round trip through Patchbay and through its alternatives.
 */
@Command(name = "peers", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Request and reply with a small JSON payload through Patchbay (Aeron IPC and TCP JSON, journaled), through "
        + "NATS core (nothing stored), NATS JetStream (request and reply stored in files), and through a relay that only copies "
        + "bytes. Each server is a process of its own; consumer and service are in this process, each with its own connection.",
        ""},
    footer = {"", "NATS: the nats-server on PATH, and its official Java client, which has threads of its own: --idle does not "
        + "apply. The relay blocks in its reads."})
public final class PeersCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private LoadOptions load;

    @Option(names = "--idle", paramLabel = "STRATEGY", defaultValue = "backoff",
        description = "What Patchbay's server and its clients do with nothing to do: backoff, yield, spin. "
            + "Default: ${DEFAULT-VALUE}")
    private Idling idling;

    @Mixin
    private ReportOptions reporting;

    @Override
    public Integer call() throws IOException {
        final List<LoadSettings> all = load.settings(spec.commandLine());
        if (all.get(0).rate() > 0) {
            throw new ParameterException(spec.commandLine(), "peers are measured in a closed loop: leave out --rate");
        }
        final Report report = new Report(reporting, spec.commandLine());
        final List<Result> patchbay = new ArrayList<>();
        try (PatchbaySubject subject = PatchbaySubject.start(new PatchbaySubject.Layout("shared", idling, idling, 1,
            load.payloadBytes()), List.of())) {
            patchbay.addAll(measure(subject.by(LoadPath.TCP_JSON), all, report));
            measure(subject.by(LoadPath.AERON_IPC), all, report);
        }
        try (Subject relay = RelaySubject.start(null, idling, load.payloadBytes())) {
            compare(patchbay, measure(relay, all, report), report);
        }
        if (NatsServer.isInstalled()) {
            for (final boolean isStored : new boolean[] {false, true}) {
                try (Subject nats = new NatsSubject(isStored, load.payloadBytes())) {
                    compare(patchbay, measure(nats, all, report), report);
                }
            }
        } else {
            report.note("skipped: nats-core, nats-jetstream. " + NatsServer.HOW_TO_INSTALL);
        }
        report.finish();
        return report.failures() == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static List<Result> measure(final Subject subject, final List<LoadSettings> all, final Report report)
        throws IOException {
        final List<Result> results = new ArrayList<>();
        for (final LoadSettings settings : all) {
            results.add(subject.measure("peers", settings));
            report.add(results.get(results.size() - 1));
        }
        return results;
    }

    private static void compare(final List<Result> tcp, final List<Result> peer, final Report report) {
        for (int i = 0; i < tcp.size(); i++) {
            report.compare(tcp.get(i), peer.get(i));
        }
    }
}
