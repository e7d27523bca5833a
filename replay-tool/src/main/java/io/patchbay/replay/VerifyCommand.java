package io.patchbay.replay;

import io.patchbay.engine.SilentOutputs;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalException;

import picocli.CommandLine.Command;

/**
 * {@code replay verify}: replays all and compares the state with every checkpoint that the live engine wrote.
 */
@Command(name = "verify", description = "Replays all and compares the state with every checkpoint.")
final class VerifyCommand extends JournalCommand {
    private final RecentHashes hashes = new RecentHashes(1 << 20);
    private long checkpoints;
    private long first;
    private long differs;

    @Override
    int run(final Journal journal, final Report report, final Progress progress) {
        final Replay replay = new Replay(journal, new SilentOutputs(), progress);
        hashes.add(0, replay.engine().stateHash());
        replay.before(in -> {
            if (first == 0) {
                first = in.index;
            }
            if (in instanceof CheckpointInput) {
                compare((CheckpointInput)in);
            }
        });
        replay.after(in -> hashes.add(in.index, replay.engine().stateHash()));
        try {
            replay.run();
        } catch (final JournalException e) {
            if (e.problem() != JournalException.Problem.DAMAGED && e.problem() != JournalException.Problem.UNKNOWN_KIND) {
                throw e;
            }
            say(e.getMessage());
            differs = differs == 0 ? e.index() : differs;
        }
        report.line().number("records", replay.records()).number("checkpoints", checkpoints)
            .indexOrNull("first", first).indexOrNull("last", replay.engine().index()).flag("ok", differs == 0)
            .indexOrNull("differs", differs);
        report.endLine();
        return differs == 0 ? ExitCodes.DONE : ExitCodes.CHECK_FAILED;
    }

    private void compare(final CheckpointInput checkpoint) {
        checkpoints++;
        if (differs == 0 && !hashes.isSame(checkpoint.at, checkpoint.hash)) {
            differs = checkpoint.at == 0 ? checkpoint.index : checkpoint.at;
        }
    }
}
