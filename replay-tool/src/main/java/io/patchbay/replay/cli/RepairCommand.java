package io.patchbay.replay.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.data.DataDirectory;
import io.patchbay.data.ProcessLock;
import io.patchbay.journal.repair.JournalCheck;
import io.patchbay.journal.repair.JournalRepair;
import io.patchbay.protocol.StreamIds;
import io.patchbay.replay.ReplayException;
import io.patchbay.replay.print.JsonLines;
import io.patchbay.replay.print.ReplayReport;
import io.patchbay.snapshot.Snapshot;
import io.patchbay.snapshot.Snapshots;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The command {@code journal repair}, which writes a new journal of the sound records and keeps the damaged one.
 */
@Command(name = "repair", description = "Writes a damaged journal anew: all records before the first that is lost, each with its"
    + " index. The damaged journal is kept, in a directory of the data directory, or where it is if --to is given. A sound"
    + " journal is not changed.")
final class RepairCommand extends FilesCommand {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
        .withZone(ZoneOffset.UTC);

    @Option(names = "--to", paramLabel = "NEWDIR", description = "Make NEWDIR, a new data directory, and change nothing in DIR.")
    private Path to;
    @Option(names = "--cut", description = "Leave out all after the first record that is lost even if a snapshot lies behind it,"
        + " from which a server could start.")
    private boolean isCut;

    @Override
    int run(final Path directory, final ReplayReport report) {
        if (JournalRepair.resume(directory)) {
            report.words("A repair that had been interrupted is finished now.");
        }
        final JournalCheck check = check(directory);
        if (check.isSound()) {
            say(report, check, null, 0);
            return ExitCode.DONE;
        }
        if (check.isNotWhole() && check.records() > 0 && check.soundRecords() == 0) {
            throw new ReplayException(ExitCode.COULD_NOT_RUN, "The beginning of the journal is missing, ./patchbay journal"
                + " check " + directory + " names the files. The rest cannot be read without it. Put it back, from a backup or"
                + " from where it was moved.");
        }
        final Snapshot beyond = beyondLoss(check);
        if (check.isNotWhole() && check.soundRecords() < check.records() && !isCut) {
            throw new ReplayException(ExitCode.COULD_NOT_RUN, "Records are missing before others that are there: the journal can"
                + " go on only without the " + (check.records() - check.soundRecords()) + " records from "
                + name(check.lostIndex()) + " on. Put back what is missing, from a backup or from where it was moved; --cut goes"
                + " on without all of them.");
        }
        if (!check.isNotWhole() && beyond != null && !isCut) {
            throw new ReplayException(ExitCode.COULD_NOT_RUN, "The record " + name(check.lostIndex()) + " is lost, but the"
                + " snapshot at " + name(beyond.head().index()) + " lies behind it: a server starts from that, and needs no"
                + " repair. Restore the journal from a backup for the audit; --cut leaves out all from the lost record on.");
        }
        final JournalRepair repair = new JournalRepair(directory);
        final Path kept;
        if (to != null) {
            repair.copyTo(to);
            copySnapshots(check.dir().getParent(), to, repair.lastIndex());
            kept = check.dir();
        } else {
            kept = replace(directory, repair);
        }
        say(report, check, kept, check.records() - repair.records());
        return ExitCode.DONE;
    }

    private Path replace(final Path directory, final JournalRepair repair) {
        if (!Files.exists(directory.resolve(DataDirectory.MARKER))) {
            throw new ReplayException(ExitCode.WRONG_USAGE, directory + " is not a data directory: give the place for the"
                + " repaired journal with --to.");
        }
        final DataDirectory data = DataDirectory.open(directory);
        try (ProcessLock lock = data.tryLockEngine()) {
            if (lock == null || isAnyGatewayAlive(data)) {
                throw new ReplayException(ExitCode.COULD_NOT_RUN, "A server, gateway or engine uses " + directory
                    + ": stop it first, or make a copy with --to.");
            }
            final Path quarantine = data.root().resolve("damaged-" + TIME.format(Instant.now()));
            repair.replace(data, quarantine);
            for (final Path snapshot : snapshots(data.root())) {
                if (Snapshots.indexOf(snapshot) > repair.lastIndex()) {
                    final Path target = Files.createDirectories(quarantine.resolve(Snapshots.DIRECTORY));
                    Files.move(snapshot, target.resolve(snapshot.getFileName()));
                }
            }
            return quarantine.resolve(DataDirectory.JOURNAL);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isAnyGatewayAlive(final DataDirectory data) {
        for (int slot = 0; slot < StreamIds.MAX_GATEWAYS; slot++) {
            if (data.isSlotHeld(slot)) {
                return true;
            }
        }
        return false;
    }

    private static void copySnapshots(final Path from, final Path to, final long lastIndex) {
        try {
            for (final Path snapshot : snapshots(from)) {
                if (Snapshots.indexOf(snapshot) <= lastIndex) {
                    final Path in = Files.createDirectories(to.resolve(Snapshots.DIRECTORY));
                    Files.copy(snapshot, in.resolve(snapshot.getFileName()));
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(final ReplayReport report, final JournalCheck check, final Path kept, final long leftOut) {
        if (!report.isText()) {
            final JsonLines json = report.line().flag("repaired", kept != null)
                .number("records", kept == null ? check.records() : check.soundRecords())
                .indexOrNull("last", kept == null ? check.lastIndex() : check.soundIndex()).number("leftOut", leftOut)
                .number("lost", check.lost()).indexOrNull("firstLost", check.lostIndex());
            if (kept == null) {
                json.none("damaged");
            } else {
                json.text("damaged", kept.toString());
            }
            report.endLine();
        } else if (kept == null) {
            report.words(String.format(Locale.ROOT, "The journal is sound, %,d records to %s: nothing has been changed.",
                check.records(), name(check.lastIndex())));
        } else {
            report.words(String.format(Locale.ROOT, "The new journal has %,d records, to %s.", check.soundRecords(),
                name(check.soundIndex())));
            if (check.lost() > 0) {
                report.words(String.format(Locale.ROOT, "Lost from %s on: %,d damaged records, and %,d sound ones after them.",
                    name(check.lostIndex()), check.lost(), leftOut));
            }
            report.words("The damaged journal is kept in " + kept);
        }
    }
}
