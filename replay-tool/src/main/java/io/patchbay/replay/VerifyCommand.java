package io.patchbay.replay;

import io.patchbay.engine.SilentOutputs;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.Input;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalException;

import picocli.CommandLine.Command;

/**
 * {@code replay verify}: replays all and compares the state with every checkpoint that the live engine wrote, and with every
 * snapshot.
 */
@Command(name = "verify", description = "Replays all and compares the state with every checkpoint and every snapshot.")
final class VerifyCommand extends JournalCommand {
    private final RecentHashes hashes = new RecentHashes(1 << 20);
    private long checkpoints;
    private long first;
    private long differs;
    private boolean isDamaged;

    @Override
    int run(final Journal journal, final Report report, final Progress progress) {
        final SnapshotCheck snapshots = new SnapshotCheck(journal, this::say);
        final Replay replay = new Replay(journal, new SilentOutputs(), progress);
        hashes.add(replay.startIndex(), replay.engine().stateHash());
        snapshots.after(replay.engine());
        replay.before(in -> before(in, replay.startIndex()));
        replay.after(in -> {
            hashes.add(in.index, replay.engine().stateHash());
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
        if (snapshots.differs() != 0) {
            differs(snapshots.differs());
        }
        final JsonLines json = report.line().number("records", replay.records()).number("checkpoints", checkpoints);
        if (snapshots.count() > 0) {
            json.number("snapshots", snapshots.count());
        }
        json.indexOrNull("first", first).indexOrNull("last", replay.engine().index()).flag("ok", differs == 0)
            .indexOrNull("differs", differs);
        report.endLine();
        return isDamaged ? ExitCodes.COULD_NOT_RUN : differs == 0 ? ExitCodes.DONE : ExitCodes.CHECK_FAILED;
    }

    private void before(final Input in, final long startIndex) {
        if (first == 0) {
            first = in.index;
        }
        // One that names a record from before the start cannot be compared.
        if (in instanceof CheckpointInput checkpoint && (startIndex == 0 || checkpoint.at >= startIndex)) {
            checkpoints++;
            if (!hashes.isSame(checkpoint.at, checkpoint.hash)) {
                differs(checkpoint.at == 0 ? checkpoint.index : checkpoint.at);
            }
        }
    }

    private void differs(final long index) {
        differs = differs == 0 ? index : Math.min(differs, index);
    }
}
