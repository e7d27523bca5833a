package io.patchbay.bench.report;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The report of a run. It prints a row for each result as it comes, and writes the files that {@link ReportOptions} ask for. The
 * plot is written at the end. Used by one thread.
 */
public final class Report {
    private static final int TICKS_PER_HALF_DISTANCE = 5;
    private static final double NS_PER_US = 1_000.0;

    private final List<Result> results = new ArrayList<>();
    private final ReportOptions options;
    private final PrintWriter out;
    private final String command;

    /**
     * Creates an empty report.
     *
     * @param options the files to write besides the table.
     * @param line    the command, as it was given.
     */
    public Report(final ReportOptions options, final CommandLine line) {
        this.options = options;
        out = line.getOut();
        CommandLine root = line;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        command = root.getCommandName() + ' ' + String.join(" ", root.getParseResult().originalArgs());
    }

    /**
     * Adds a result.
     *
     * @param result the complete result.
     * @throws IOException if a file cannot be written.
     */
    public void add(final Result result) throws IOException {
        result.put("date", Machine.now()).put("machine", Machine.describe());
        if (results.isEmpty()) {
            out.println(Table.header());
        }
        results.add(result);
        out.println(Table.row(result));
        out.flush();
        if (options.json != null) {
            Files.writeString(options.json, result.json() + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        }
        if (options.hgrm != null && result.latencies() != null) {
            writePercentiles(result);
        }
    }

    private void writePercentiles(final Result result) throws IOException {
        Files.createDirectories(options.hgrm);
        final Path file = options.hgrm.resolve(result.label().replaceAll("[^A-Za-z0-9._-]+", "-") + ".hgrm");
        try (PrintStream stream = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            result.latencies().outputPercentileDistribution(stream, TICKS_PER_HALF_DISTANCE, NS_PER_US);
        }
    }

    /**
     * Prints a line below the last row.
     *
     * @param line for a person.
     */
    public void note(final String line) {
        out.println(line);
        out.flush();
    }

    /**
     * Prints how one measurement compares with the one beside it.
     *
     * @param result the measurement.
     * @param beside the one that it is compared with.
     */
    public void compare(final Result result, final Result beside) {
        final String load = result.get("outstanding") == null ? result.get("target_rate_per_s") + "/s"
            : result.get("outstanding") + " outstanding";
        note(String.format(Locale.ROOT, "  %s / %s%s, %s: p50 %.2fx, p99 %.2fx, rate %.2fx", name(result), beside.get("subject"),
            beside.get("idle") == null ? "" : " (" + beside.get("idle") + ')', load,
            result.number("p50_us") / beside.number("p50_us"), result.number("p99_us") / beside.number("p99_us"),
            result.number("rate_per_s") / beside.number("rate_per_s")));
    }

    private static String name(final Result result) {
        return result.get("event") == null ? result.get("subject").toString()
            : result.get("subject") + " " + result.get("path") + ' ' + result.get("event");
    }

    /**
     * Returns the number of requests, over all results, that were not answered as they should be.
     *
     * @return 0 if all were.
     */
    public long failures() {
        return results.stream().map(result -> result.number("failed")).filter(failed -> !failed.isNaN())
            .mapToLong(Double::longValue).sum();
    }

    /**
     * Returns all results.
     *
     * @return the results in the order in which they were added.
     */
    public List<Result> results() {
        return results;
    }

    /**
     * Writes the plot if the options ask for one.
     *
     * @throws IOException if it cannot be written.
     */
    public void finish() throws IOException {
        if (options.plot != null) {
            Files.writeString(options.plot, Plot.of(results, command, options.plot.toString().endsWith(".svg")),
                StandardCharsets.UTF_8);
            note("plot: " + options.plot.toAbsolutePath());
        }
    }
}
