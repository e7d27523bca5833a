package io.patchbay.replay.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.engine.Engine;
import io.patchbay.engine.SilentOutputs;
import io.patchbay.journal.Journal;
import io.patchbay.protocol.Indexes;
import io.patchbay.replay.OldestSnapshot;
import io.patchbay.replay.Replay;
import io.patchbay.replay.print.Position;
import io.patchbay.replay.print.Progress;
import io.patchbay.replay.print.RecordPrinter;
import io.patchbay.replay.print.ReplayReport;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command {@code replay export}, which prints every record as a JSON line.
 */
@Command(name = "export", description = "Prints every record, with its fields under the names that they have in frames.")
final class ExportCommand extends JournalCommand {
    @Option(names = "--from", paramLabel = "X", converter = PositionConverter.class,
        description = "First record: its index (0x…) or an RFC 3339 time.")
    private Position from;
    @Option(names = "--to", paramLabel = "X", converter = PositionConverter.class, description = "Last record, likewise.")
    private Position to;
    @Option(names = "--redact", description = "Omit payloads.")
    private boolean isRedacted;

    @Override
    int run(final Journal journal, final ReplayReport report, final Progress progress) {
        report.column("time", 30).column("index", 14).column("kind", 15);
        final RecordPrinter printer = new RecordPrinter(report, isRedacted);
        if (journal.prunedBefore() != 0) {
            say("The journal begins at " + Indexes.format(journal.prunedBefore()) + ", older records were removed: names of"
                + " sessions and senders that only those had are left out.");
            final Engine oldest = OldestSnapshot.find(journal, new SilentOutputs(), this::say);
            if (oldest != null) {
                oldest.registry().instances().forEach(printer::note);
            }
        }
        Replay.scan(journal, progress, (in, engineTimeNs, lengthBytes) -> {
            if (to != null && to.isBefore(in.index, engineTimeNs)) {
                return false;
            }
            printer.note(in);
            if (from == null || !from.isAfter(in.index, engineTimeNs)) {
                printer.print(in, engineTimeNs);
            }
            return true;
        });
        return ExitCode.DONE;
    }
}
