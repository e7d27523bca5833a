package io.patchbay.bench.scale;

import io.patchbay.bench.report.Report;
import io.patchbay.bench.report.ReportOptions;
import io.patchbay.bench.report.Result;
import io.patchbay.cli.ExitCode;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.Limits;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * The command {@code ./patchbay bench scale}, which measures whether the engine stays as fast with many instances and open
 * requests.
 */
@Command(name = "scale", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"The engine alone, in memory: applies and routes a request and applies its reply, with few and with many "
        + "registered instances (100 to a service, requests to all services in turn) by each way of choosing, and with few and "
        + "with many open requests (limits raised). Both sizes have the same number of remembered ended ids and take turns of "
        + "some milliseconds, so that a drift of the machine hits both.", ""},
    footer = {"", "per second: records, of which a request has two."})
public final class ScaleCommand implements Callable<Integer> {
    private static final int TURN = 5_000;
    private static final int FEW = 10;
    private static final int PER_SERVICE = 100;
    private static final int MANY_OPEN = 1_000_000;
    private static final int FEW_OPEN_INSTANCES = 10;

    @Spec
    private CommandSpec spec;

    @Option(names = "--instances", paramLabel = "N", defaultValue = "100000",
        description = "The many instances, a multiple of 100. Default: ${DEFAULT-VALUE}")
    private int instances;

    @Option(names = "--open", paramLabel = "N", defaultValue = "" + MANY_OPEN,
        description = "The many open requests. Default: ${DEFAULT-VALUE}")
    private int open;

    @Option(names = "--ended-ids", paramLabel = "N", defaultValue = "" + Limits.MAX_ENDED_IDS,
        description = "Ended ids that are remembered, the server's setting. Default: ${DEFAULT-VALUE}")
    private int endedIds;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "5",
        description = "Measured time of each pair. Default: ${DEFAULT-VALUE}")
    private double seconds;

    @Mixin
    private ReportOptions reporting;

    private Report report;

    @Override
    public Integer call() throws IOException {
        if (instances < PER_SERVICE || instances % PER_SERVICE != 0 || open < FEW || endedIds < 1 || seconds <= 0) {
            throw new ParameterException(spec.commandLine(), "--instances must be a multiple of 100, --open 10 or more, "
                + "--ended-ids 1 or more, --seconds above 0");
        }
        report = new Report(reporting, spec.commandLine());
        instances("round-robin", Choose.ROUND_ROBIN, false);
        instances("least-pending", Choose.LEAST_PENDING, false);
        instances("key", Choose.ROUND_ROBIN, true);
        compare("round-robin", new Track(FEW + " open", 1, FEW_OPEN_INSTANCES, Choose.ROUND_ROBIN, false, FEW, endedIds),
            new Track(open + " open", 1, FEW_OPEN_INSTANCES, Choose.ROUND_ROBIN, false, open, endedIds));
        report.finish();
        return ExitCode.DONE;
    }

    private void instances(final String word, final Choose choose, final boolean isKeyed) throws IOException {
        compare(word, new Track(FEW + " instances", 1, FEW, choose, isKeyed, 1, endedIds),
            new Track(instances + " instances", instances / PER_SERVICE, PER_SERVICE, choose, isKeyed, 1, endedIds));
    }

    private void compare(final String choose, final Track few, final Track many) throws IOException {
        while (few.elapsedNs() + many.elapsedNs() < seconds * 1e9) {
            few.turn(TURN);
            many.turn(TURN);
        }
        for (final Track track : new Track[] {few, many}) {
            report.add(new Result("scale", "patchbay").put("choose", choose).put("size", track.size())
                .rate(1e9 / track.nsPerRecord()).put("ns_per_record", Math.round(track.nsPerRecord() * 10) / 10.0)
                .put("ended_ids", endedIds).seconds(track.elapsedNs() / 1e9));
        }
        report.note(String.format(Locale.ROOT, "  %s / %s, %s: %.2fx time a record (%.0f / %.0f ns)", many.size(), few.size(),
            choose, many.nsPerRecord() / few.nsPerRecord(), many.nsPerRecord(), few.nsPerRecord()));
        few.reset();
        many.reset();
    }
}
