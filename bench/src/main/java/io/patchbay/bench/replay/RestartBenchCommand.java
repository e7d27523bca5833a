package io.patchbay.bench.replay;

import io.patchbay.bench.process.ServerProcess;
import io.patchbay.bench.process.TempData;
import io.patchbay.bench.report.Report;
import io.patchbay.bench.report.ReportOptions;
import io.patchbay.bench.report.Result;
import io.patchbay.cli.ExitCode;
import io.patchbay.data.DataDirectory;
import io.patchbay.host.SnapshotTaker;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.protocol.Limits;
import io.patchbay.snapshot.SnapshotHead;
import io.patchbay.snapshot.Snapshots;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The command {@code ./patchbay bench restart}, which measures how long a server takes until it is ready, with and without a
 * snapshot.
 */
@Command(name = "restart", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Writes a journal of requests and replies, starts a server on it (from the launch of its process to its "
        + "ready line) without a snapshot, with one of the state that many records before the end, and on an empty directory. "
        + "Prints also how long the snapshot took and how large it is.", ""})
public final class RestartBenchCommand implements Callable<Integer> {
    private static final List<String> NO_SNAPSHOTS = List.of("--snapshot-every", "0", "--snapshot-age", "0");

    @Spec
    private CommandSpec spec;

    @Option(names = "--requests", paramLabel = "N", defaultValue = "5000000",
        description = "Requests in the journal; each has a reply. Default: ${DEFAULT-VALUE}")
    private int requests;

    @Option(names = "--tail", paramLabel = "RECORDS", defaultValue = "1000000",
        description = "Records after the snapshot. Default: ${DEFAULT-VALUE}")
    private long tail;

    @Option(names = "--passes", paramLabel = "N", defaultValue = "3", description = "Starts of each. Default: ${DEFAULT-VALUE}")
    private int passes;

    @Mixin
    private ReportOptions reporting;

    @Override
    public Integer call() throws IOException {
        if (requests < 1 || passes < 1 || tail < 0 || tail >= requests * 2L) {
            throw new ParameterException(spec.commandLine(), "--requests and --passes must be 1 or more, --tail less than the"
                + " records");
        }
        final Report report = new Report(reporting, spec.commandLine());
        final TempData temp = TempData.create("patchbay-restart");
        try {
            final long records = SampleJournal.write(temp.data(), requests);
            start(temp, temp.file("empty"), "empty", 0, report);
            start(temp, temp.data(), "journal", records, report);
            snapshot(temp.data(), records, report);
            start(temp, temp.data(), "snapshot", records, report);
        } finally {
            temp.delete();
        }
        report.finish();
        return ExitCode.DONE;
    }

    /** Measures the fastest of several starts. */
    private void start(final TempData temp, final Path data, final String subject, final long records, final Report report)
        throws IOException {
        double best = Double.MAX_VALUE;
        for (int pass = 0; pass < passes; pass++) {
            final long startNs = System.nanoTime();
            try (ServerProcess server = ServerProcess.start(data, temp.file(subject + ".log"), NO_SNAPSHOTS)) {
                best = Math.min(best, (System.nanoTime() - startNs) / 1e9);
                server.stop();
            }
        }
        report.add(new Result("restart", subject).put("records", records).seconds(best));
        report.note(String.format(Locale.ROOT, "  ready after %.2f s with %s (%,d records)", best, subject, records));
        try (Stream<String> lines = Files.lines(temp.file(subject + ".log"))) {
            lines.filter(line -> line.contains("engine folds") || line.contains("engine is live"))
                .forEach(line -> report.note("    " + line));
        }
    }

    private void snapshot(final Path data, final long records, final Report report) throws IOException {
        try (Journal journal = new Journal(new JournalContext().dataDirectory(DataDirectory.open(data)))) {
            final long target = indexOf(journal, records - tail);
            final Snapshots snapshots = new Snapshots(journal);
            try (SnapshotTaker taker = new SnapshotTaker(snapshots, Limits.MAX_FRAME_DEFAULT_BYTES, () -> true)) {
                final long startNs = System.nanoTime();
                final SnapshotHead head = taker.take(target);
                report.note(String.format(Locale.ROOT, "  snapshot after %,d records: %,d bytes, made in %.2f s", head.records(),
                    Files.size(snapshots.files().get(0)), (System.nanoTime() - startNs) / 1e9));
            }
        }
    }

    private static long indexOf(final Journal journal, final long record) {
        try (var reader = journal.newReader()) {
            for (long i = 0; i < record && reader.next(in -> { }); i++) {
                continue;
            }
            return reader.index();
        }
    }
}
