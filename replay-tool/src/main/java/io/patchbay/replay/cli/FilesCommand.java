package io.patchbay.replay.cli;

import io.patchbay.journal.DataDirectory;
import io.patchbay.journal.JournalCheck;
import io.patchbay.journal.JournalException;
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
 * What the commands about a journal's files have in common: which directory, and how to say what was found there.
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

    /** Does the work; returns the exit code. */
    abstract int run(Path directory, ReplayReport report);

    /** Looks at the whole journal, with a line on a terminal now and then. */
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

    /** The newest snapshot that is whole and includes what the journal has lost; null for none. */
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
                // It is no use to anybody.
                continue;
            }
        }
        return null;
    }

    /** Newest first. */
    static List<Path> snapshots(final Path data) {
        return Snapshots.files(data.resolve(Snapshots.DIRECTORY));
    }

    static String name(final long index) {
        return index == 0 ? "none" : Indexes.format(index);
    }
}
