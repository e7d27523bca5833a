package io.patchbay.replay.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.journal.Journal;
import io.patchbay.replay.Replay;
import io.patchbay.replay.print.EventPrinter;
import io.patchbay.replay.print.Position;
import io.patchbay.replay.print.Progress;
import io.patchbay.replay.print.ReplayReport;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code replay events}, which prints a line for each event that the engine decided.
 */
@Command(name = "events", description = "Prints each event that the engine decided, whether or not anyone listened.")
final class EventsCommand extends JournalCommand {
    @Option(names = "--from", paramLabel = "X", converter = PositionConverter.class,
        description = "First record: its index (0x…) or an RFC 3339 time.")
    private Position from;
    @Option(names = "--to", paramLabel = "X", converter = PositionConverter.class, description = "Last record, likewise.")
    private Position to;

    @Override
    int run(final Journal journal, final ReplayReport report, final Progress progress) {
        report.column("time", 30).column("index", 14).column("event", 18).column("service", 12).column("version", 8)
            .column("instance", 16);
        new Replay(journal, new EventPrinter(report, from), progress).to(to).run();
        return ExitCode.DONE;
    }
}
