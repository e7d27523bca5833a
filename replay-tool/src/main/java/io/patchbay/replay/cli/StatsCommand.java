package io.patchbay.replay.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.engine.input.RecordKind;
import io.patchbay.journal.Journal;
import io.patchbay.replay.JournalFiles;
import io.patchbay.replay.Replay;
import io.patchbay.replay.ServiceStatistics;
import io.patchbay.replay.Statistics;
import io.patchbay.replay.print.JsonLines;
import io.patchbay.replay.print.Progress;
import io.patchbay.replay.print.ReplayReport;
import io.patchbay.replay.print.Times;

import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;

import java.util.Locale;
import java.util.Map;

/**
 * The command {@code replay stats}, which prints counts, rates, latencies and the journal's size.
 */
@Command(name = "stats", description = "Prints records by kind, messages, rates, latencies by service, journal size and cycles.")
final class StatsCommand extends JournalCommand {
    private static final double NS_PER_SECOND = 1e9;
    private static final double NS_PER_US = 1e3;

    @Override
    int run(final Journal journal, final ReplayReport report, final Progress progress) {
        final Statistics statistics = new Statistics();
        final Replay replay = new Replay(journal, statistics, progress);
        replay.before(in -> statistics.before(in, replay.recordLengthBytes()));
        replay.run();
        final JournalFiles files = JournalFiles.of(journal.dir());
        if (report.isText()) {
            describe(statistics, replay.records(), files, report);
        } else {
            print(statistics, replay.records(), files, report);
        }
        return ExitCode.DONE;
    }

    private static void print(final Statistics s, final long records, final JournalFiles files, final ReplayReport report) {
        final double seconds = seconds(s);
        final JsonLines json = report.line().number("records", records).indexOrNull("first", s.firstIndex)
            .indexOrNull("last", s.lastIndex);
        if (records == 0) {
            json.none("from").none("to");
        } else {
            json.time("from", s.firstTimeNs).time("to", s.lastTimeNs);
        }
        json.rate("seconds", seconds).object("kinds");
        for (final RecordKind kind : RecordKind.values()) {
            json.number(kind.wireName(), s.recordsByKind[kind.ordinal()]);
        }
        json.end().object("messages").number("requests", s.requests).number("oneWay", s.oneWay).number("replied", s.replied)
            .number("open", s.open());
        if (s.waited > 0) {
            json.number("waitedForRejoin", s.waited);
        }
        json.object("unhandled");
        s.unhandledByReason.forEach((reason, count) -> json.number(reason.wireName(), count));
        if (s.noRequest > 0) {
            json.number("no-request", s.noRequest);
        }
        json.end().object("errors");
        s.errorsByCode.forEach((code, count) -> json.number(code.wireName(), count));
        json.end().end().object("rates").rate("recordsPerSecond", perSecond(records, seconds))
            .rate("messagesPerSecond", perSecond(s.recordsByKind[RecordKind.MESSAGE.ordinal()], seconds)).end();
        json.array("services");
        for (final Map.Entry<String, ServiceStatistics> entry : s.services.entrySet()) {
            final ServiceStatistics service = entry.getValue();
            json.begin().text("name", entry.getKey()).number("requests", service.requests).number("oneWay", service.oneWay)
                .number("replied", service.replied).number("errors", service.errors).number("unhandled", service.unhandled);
            latencies(json, service.latencyNs);
            json.end();
        }
        json.endArray().object("journal").number("bytes", s.bytes).number("fileBytes", files.bytes())
            .number("cycles", files.cycles()).end();
        report.endLine();
    }

    private static void latencies(final JsonLines json, final Histogram latencyNs) {
        if (latencyNs.getTotalCount() == 0) {
            json.none("latencyUs");
            return;
        }
        json.object("latencyUs").rate("p50", latencyNs.getValueAtPercentile(50) / NS_PER_US)
            .rate("p90", latencyNs.getValueAtPercentile(90) / NS_PER_US)
            .rate("p99", latencyNs.getValueAtPercentile(99) / NS_PER_US)
            .rate("p99.9", latencyNs.getValueAtPercentile(99.9) / NS_PER_US)
            .rate("max", latencyNs.getMaxValue() / NS_PER_US).end();
    }

    private static void describe(final Statistics s, final long records, final JournalFiles files, final ReplayReport report) {
        if (records == 0) {
            report.words("Nothing has been recorded.");
            return;
        }
        final double seconds = seconds(s);
        report.words(String.format(Locale.ROOT, "%,d records from %s to %s (%.1f s, %.0f/s), %,d bytes in %d files", records,
            Times.format(s.firstTimeNs), Times.format(s.lastTimeNs), seconds, perSecond(records, seconds), s.bytes,
            files.cycles()));
        report.words("\nRecords");
        for (final RecordKind kind : RecordKind.values()) {
            if (s.recordsByKind[kind.ordinal()] > 0) {
                report.words(String.format(Locale.ROOT, "  %-16s %,14d", kind.wireName(), s.recordsByKind[kind.ordinal()]));
            }
        }
        report.words(String.format(Locale.ROOT, "%nMessages: %,d requests, %,d one-way, %,d replied, %,d open", s.requests,
            s.oneWay, s.replied, s.open()));
        if (s.waited > 0) {
            report.words(String.format(Locale.ROOT, "  waited for rejoin         %,14d", s.waited));
        }
        s.unhandledByReason.forEach((reason, count) ->
            report.words(String.format(Locale.ROOT, "  unhandled %-15s %,14d", reason.wireName(), count)));
        s.errorsByCode.forEach((code, count) ->
            report.words(String.format(Locale.ROOT, "  error %-19s %,14d", code.wireName(), count)));
        report.words(String.format(Locale.ROOT, "%n%-20s %12s %12s %10s %10s %10s %10s", "Service", "requests", "replied", "p50",
            "p99", "p99.9", "max"));
        s.services.forEach((name, service) -> report.words(String.format(Locale.ROOT, "%-20s %,12d %,12d %10s %10s %10s %10s",
            name, service.requests, service.replied, Times.span(service.latencyNs.getValueAtPercentile(50)),
            Times.span(service.latencyNs.getValueAtPercentile(99)), Times.span(service.latencyNs.getValueAtPercentile(99.9)),
            Times.span(service.latencyNs.getMaxValue()))));
    }

    private static double seconds(final Statistics s) {
        return (s.lastTimeNs - s.firstTimeNs) / NS_PER_SECOND;
    }

    private static double perSecond(final long count, final double seconds) {
        return seconds > 0 ? count / seconds : 0;
    }
}
