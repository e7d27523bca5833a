package io.patchbay.replay.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.data.JournalException;
import io.patchbay.journal.repair.JournalCheck;
import io.patchbay.replay.print.JsonLines;
import io.patchbay.replay.print.ReplayReport;
import io.patchbay.snapshot.Snapshot;

import picocli.CommandLine.Command;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The command {@code journal check}, which finds damage in a journal's files, and files that are missing.
 */
@Command(name = "check", description = "Reads every record of a journal with its CRC32C, and goes on behind damage to tell all of"
    + " it. Checks also that all of its files are there, and that they belong to it. Only reads, and may read a live journal."
    + " The exit code is 1 if something is damaged or missing; an unfinished last record is neither.")
final class CheckCommand extends FilesCommand {
    @Override
    int run(final Path directory, final ReplayReport report) {
        final JournalCheck check = check(directory);
        final Snapshot beyond = beyondLoss(check);
        if (report.isText()) {
            describe(directory, check, beyond, report);
        } else {
            print(check, beyond, report);
        }
        return check.isSound() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static void print(final JournalCheck check, final Snapshot beyond, final ReplayReport report) {
        final JsonLines json = report.line().text("journal", check.dir().toString()).flag("ok", check.isSound())
            .number("records", check.records()).indexOrNull("first", check.firstIndex()).indexOrNull("last", check.lastIndex())
            .indexOrNull("torn", check.tornIndex()).number("lost", check.lost()).indexOrNull("firstLost", check.lostIndex())
            .number("sound", check.soundRecords()).indexOrNull("soundTo", check.soundIndex())
            .indexOrNull("snapshotBeyond", beyond == null ? 0 : beyond.head().index()).number("places", check.places())
            .array("damage");
        for (final JournalCheck.Damage damage : check.damages()) {
            final JournalException at = damage.problem();
            json.begin().indexOrNull("index", at.index()).text("file", String.valueOf(at.file()))
                .number("position", at.position()).text("what", at.what()).number("lost", damage.lost()).end();
        }
        json.endArray();
        report.endLine();
    }

    private static void describe(final Path directory, final JournalCheck check, final Snapshot beyond,
        final ReplayReport report) {
        report.words(String.format(Locale.ROOT, "%,d records from %s to %s in %s are as they were written.", check.records(),
            name(check.firstIndex()), name(check.lastIndex()), check.dir()));
        if (check.tornIndex() != 0) {
            report.words("The last record, " + name(check.tornIndex()) + ", was never finished by its writer, nor accepted: it is"
                + " ignored, and there is nothing to do.");
        }
        for (final JournalCheck.Damage damage : check.damages()) {
            final JournalException at = damage.problem();
            if (at.problem() == JournalException.Problem.NOT_WHOLE) {
                report.words("Not whole or not its own: " + at.file() + ": " + at.what()
                    + (damage.lost() == 0 ? "" : "; records missing: " + damage.lost()));
                continue;
            }
            report.words("Damaged: record " + name(at.index()) + " in " + at.file() + " at byte " + at.position() + ": "
                + at.what() + (damage.lost() == 0 ? "; no record is lost by it" : "; records lost: " + damage.lost()));
        }
        if (check.places() > check.damages().size()) {
            report.words("… and " + (check.places() - check.damages().size()) + " more places.");
        }
        if (check.isSound()) {
            report.words("The journal is sound.");
        } else if (check.lost() == 0) {
            report.words("./patchbay journal repair " + directory + " writes it anew with all of its records.");
        } else {
            report.words(String.format(Locale.ROOT, "Sound up to %s (%,d records), before the first that is lost, %s.",
                name(check.soundIndex()), check.soundRecords(), name(check.lostIndex())));
            report.words(check.isNotWhole()
                ? "Put back what is missing, from a backup or from where it was moved; or ./patchbay journal repair " + directory
                    + (check.soundRecords() > 0 ? " goes on without it." : " says what it can do.")
                : beyond == null
                ? "Restore it from a backup; or ./patchbay journal repair " + directory + " keeps what is sound up to there."
                : "The snapshot at " + name(beyond.head().index()) + " lies behind that: a server starts from it without those"
                    + " records. Restore the journal from a backup for the audit.");
        }
    }
}
