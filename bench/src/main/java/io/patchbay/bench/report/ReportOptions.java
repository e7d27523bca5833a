package io.patchbay.bench.report;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/**
 * The options of all benches for the files that are written besides the table.
 */
public final class ReportOptions {
    @Option(names = "--json", paramLabel = "FILE", description = "Append a JSON line for each measurement")
    Path json;

    @Option(names = "--hgrm", paramLabel = "DIR",
        description = "Write the percentiles of each measurement, in HdrHistogram's text form, microseconds")
    Path hgrm;

    @Option(names = "--plot", paramLabel = "FILE",
        description = "Write the percentile curves of all measurements as a page (.html) or a picture (.svg)")
    Path plot;
}
