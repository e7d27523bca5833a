package io.patchbay.replay.cli;

import io.patchbay.cli.ExitCode;
import io.patchbay.data.JournalException;
import io.patchbay.engine.SilentOutputs;
import io.patchbay.journal.Journal;
import io.patchbay.replay.CheckpointCheck;
import io.patchbay.replay.Replay;
import io.patchbay.replay.SnapshotCheck;
import io.patchbay.replay.print.JsonLines;
import io.patchbay.replay.print.Position;
import io.patchbay.replay.print.Progress;
import io.patchbay.replay.print.ReplayReport;

import picocli.CommandLine.Command;

/**
 * The command {@code replay verify}, which replays all records. It compares the state with every checkpoint that the live engine
 * wrote, and with every snapshot.
 */
@Command(name = "verify", description = "Replays all and compares the state with every checkpoint and every snapshot.")
final class VerifyCommand extends JournalCommand {
    private long first;
    private long differs;
    private boolean isDamaged;

    @Override
    int run(final Journal journal, final ReplayReport report, final Progress progress) {
        final SnapshotCheck snapshots = new SnapshotCheck(journal, this::say);
        final Replay replay = new Replay(journal, new SilentOutputs(), progress);
        final CheckpointCheck checkpoints = new CheckpointCheck(replay.engine());
        snapshots.after(replay.engine());
        replay.onBatch(checkpoints::onBatch)
            .before(in -> {
                first = first == 0 ? in.index : first;
                checkpoints.before(in);
            })
            .after(in -> {
                checkpoints.after(in);
                if (in.index >= snapshots.next()) {
                    snapshots.after(replay.engine());
                }
            });
        try {
            replay.run();
            snapshots.end();
        } catch (final JournalException e) {
            if (e.problem() != JournalException.Problem.DAMAGED && e.problem() != JournalException.Problem.UNKNOWN_KIND) {
                throw e;
            }
            say(e.getMessage());
            differs(e.index());
            isDamaged = true;
        }
        if (checkpoints.isFoldNeeded()) {
            final Replay second = new Replay(journal, new SilentOutputs(), progress).to(Position.index(checkpoints.foldTo()));
            second.after(in -> checkpoints.afterAgain(second.engine())).run();
            checkpoints.end();
        }
        differs(checkpoints.differs());
        differs(snapshots.differs());
        final JsonLines json = report.line().number("records", replay.records()).number("checkpoints", checkpoints.count());
        if (snapshots.count() > 0) {
            json.number("snapshots", snapshots.count());
        }
        json.indexOrNull("first", first).indexOrNull("last", replay.engine().index()).flag("ok", differs == 0)
            .indexOrNull("differs", differs);
        report.endLine();
        return isDamaged ? ExitCode.COULD_NOT_RUN : differs == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    @Override
    void notWhole(final JournalException problem, final ReplayReport report) {
        if (problem.problem() == JournalException.Problem.NOT_WHOLE) {
            report.line().number("records", 0).number("checkpoints", 0).none("first").none("last").flag("ok", false)
                .none("differs").text("missing", problem.what());
            report.endLine();
        }
    }

    private void differs(final long index) {
        if (index != 0) {
            differs = differs == 0 ? index : Math.min(differs, index);
        }
    }
}
