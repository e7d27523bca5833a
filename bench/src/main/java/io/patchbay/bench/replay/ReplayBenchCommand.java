package io.patchbay.bench.replay;

import io.patchbay.bench.process.TempData;
import io.patchbay.bench.report.Report;
import io.patchbay.bench.report.ReportOptions;
import io.patchbay.bench.report.Result;
import io.patchbay.cli.ExitCode;
import io.patchbay.replay.cli.ReplayMain;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * The command {@code ./patchbay bench replay}, which measures the speed of {@code replay verify}.
 */
@Command(name = "replay", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Writes a journal of requests and replies through the server's own writer, then folds it by replay verify "
        + "(every record, the state hash, compared with each checkpoint) and, in turn with that, walks over it with a bare "
        + "Chronicle tailer that reads the same fields and does nothing with them. All from the page cache, after one pass of "
        + "each to warm up.", ""},
    footer = {"", "per second: records. The figures are of the fastest of --passes."})
public final class ReplayBenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--requests", paramLabel = "N", defaultValue = "1000000",
        description = "Requests in the journal; each has a reply. Default: ${DEFAULT-VALUE}")
    private int requests;

    @Option(names = "--passes", paramLabel = "N", defaultValue = "5", description = "Passes of each. Default: ${DEFAULT-VALUE}")
    private int passes;

    @Mixin
    private ReportOptions reporting;

    @Override
    public Integer call() throws IOException {
        if (requests < 1 || passes < 1) {
            throw new ParameterException(spec.commandLine(), "--requests and --passes must be 1 or more");
        }
        final Report report = new Report(reporting, spec.commandLine());
        final TempData temp = TempData.create("patchbay-replay");
        int code = ExitCode.FAILED;
        try {
            final long records = SampleJournal.write(temp.data(), requests);
            code = measure(temp, records, report);
        } finally {
            temp.delete();
        }
        report.finish();
        return code;
    }

    private int measure(final TempData temp, final long records, final Report report) throws IOException {
        long verifyNs = Long.MAX_VALUE;
        long tailNs = Long.MAX_VALUE;
        for (int pass = 0; pass <= passes; pass++) {
            final long startNs = System.nanoTime();
            final String verified = verify(temp);
            final long betweenNs = System.nanoTime();
            final BareTailer tailer = new BareTailer();
            final long read = tailer.read(temp.data().resolve("journal"));
            final long endNs = System.nanoTime();
            if (!verified.contains("\"ok\":true") || read != records || tailer.sum() == 0) {
                report.note("wrong: verify said " + verified.trim() + "; the tailer read " + read + " of " + records);
                return ExitCode.FAILED;
            }
            if (pass > 0) {
                verifyNs = Math.min(verifyNs, betweenNs - startNs);
                tailNs = Math.min(tailNs, endNs - betweenNs);
            }
        }
        final Result verify = result("patchbay", records, verifyNs);
        final Result tail = result("bare-tailer", records, tailNs);
        report.add(verify);
        report.add(tail);
        report.note(String.format(Locale.ROOT, "  patchbay / bare-tailer: rate %.2fx",
            verify.number("rate_per_s") / tail.number("rate_per_s")));
        return ExitCode.DONE;
    }

    private static Result result(final String subject, final long records, final long ns) {
        return new Result("replay", subject).rate(records * 1e9 / ns).put("records", records).seconds(ns / 1e9);
    }

    private static String verify(final TempData temp) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        ReplayMain.run(out, new PrintStream(err, true, StandardCharsets.UTF_8), "verify", "--data", temp.data().toString());
        return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    }
}
