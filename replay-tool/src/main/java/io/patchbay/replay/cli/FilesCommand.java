package io.patchbay.replay.cli;

import io.patchbay.data.DataDirectory;
import io.patchbay.data.JournalException;
import io.patchbay.journal.repair.JournalCheck;
import io.patchbay.protocol.Indexes;
import io.patchbay.replay.print.Format;
import io.patchbay.replay.print.ReplayReport;
import io.patchbay.replay.print.StandardStreams;
import io.patchbay.snapshot.Snapshot;
import io.patchbay.snapshot.SnapshotException;
import io.patchbay.snapshot.Snapshots;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Base of the {@code journal} commands, with their directory and the output's format.
 */
abstract class FilesCommand implements Callable<Integer>, WithStreams {
    @Parameters(paramLabel = JournalMain.DIRECTORY, arity = "0..1", defaultValue = "data",
        description = "Data directory, or a copy of it or of its journal (default: ${DEFAULT-VALUE}).")
    private Path dir;
    @Option(names = "--format", paramLabel = "json|text",
        description = "One JSON object or words (default: words on a terminal, else JSON).")
    private Format format;
    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Shows this.")
    private boolean isHelp;
    private StandardStreams streams;

    @Override
    public final void streams(final StandardStreams to) {
        streams = to;
    }

    @Override
    public final Integer call() {
        final Format chosen = format != null ? format : streams.isOutTerminal() ? Format.text : Format.json;
        try (ReplayReport report = new ReplayReport(streams.out(), chosen)) {
            return run(dir.toAbsolutePath().normalize(), report);
        }
    }

    /** Runs the command on a directory, and returns the exit code. */
    abstract int run(Path directory, ReplayReport report);

    /** Checks the whole journal, and shows the count of records on standard error if that is a terminal. */
    final JournalCheck check(final Path directory) {
        final boolean isShown = streams.isErrTerminal();
        final List<Path> snapshots = snapshots(directory);
        final JournalCheck check = new JournalCheck(directory).run(count -> {
            if (isShown) {
                streams.err().print(String.format(Locale.ROOT, "\r%,d records ", count));
            }
        });
        if (isShown) {
            streams.err().print("\r" + " ".repeat(30) + "\r");
        }
        if (check.dir().endsWith(DataDirectory.JOURNAL) && check.lost() == 0) {
            final JournalException beyond = Snapshots.beyondEnd(snapshots, check.dir(), check.lastIndex());
            if (beyond != null) {
                check.missesAtEnd(beyond);
            }
        }
        return check;
    }

    /** Returns the newest whole snapshot that includes the records that the journal has lost, or null if there is none. */
    static Snapshot beyondLoss(final JournalCheck check) {
        if (check.lost() == 0 || !check.dir().endsWith(DataDirectory.JOURNAL)) {
            return null;
        }
        for (final Path file : snapshots(check.dir().getParent())) {
            try {
                final Snapshot snapshot = Snapshot.open(file);
                if (snapshot.head().index() >= check.lostIndex() && snapshot.head().index() <= check.lastIndex()) {
                    return snapshot;
                }
            } catch (final SnapshotException e) {
                // A snapshot that is not whole cannot replace the lost records.
                continue;
            }
        }
        return null;
    }

    /** Returns the snapshot files of a data directory, newest first. */
    static List<Path> snapshots(final Path data) {
        return Snapshots.files(data.resolve(Snapshots.DIRECTORY));
    }

    /** Returns an index as text, or "none" for 0. */
    static String name(final long index) {
        return index == 0 ? "none" : Indexes.format(index);
    }
}
