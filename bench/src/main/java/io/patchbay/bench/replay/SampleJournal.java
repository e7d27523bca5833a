package io.patchbay.bench.replay;

import io.patchbay.bench.scale.World;
import io.patchbay.data.DataDirectory;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.JournalWriter;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.Limits;

import java.nio.file.Path;

/**
 * A journal like that of a server: requests of one consumer to four instances of a service, some under way at once, their
 * replies, and the checkpoints.
 */
final class SampleJournal {
    private static final int INSTANCES = 4;
    private static final int OPEN = 64;

    private SampleJournal() {
    }

    /** Writes the journal by the server's own writer, and returns its number of records. */
    static long write(final Path data, final int requests) {
        try (Journal journal = new Journal(new JournalContext().dataDirectory(DataDirectory.open(data)));
            JournalWriter writer = journal.newWriter()) {
            final World world = new World(in -> in.applyTo(writer), Limits.MAX_ENDED_IDS);
            world.register(1, INSTANCES, Choose.ROUND_ROBIN, false, OPEN + 1);
            final CheckpointInput checkpoint = new CheckpointInput();
            long checkpointed = 0;
            for (int i = 0; i < requests + OPEN; i++) {
                if (i < requests) {
                    world.ask();
                }
                if (i >= OPEN) {
                    world.answer();
                }
                if (world.engine().records() - checkpointed >= Limits.CHECKPOINT_RECORDS) {
                    checkpointed = world.engine().records();
                    checkpoint.at = world.engine().index();
                    checkpoint.hash = world.engine().stateHash();
                    checkpoint.records = checkpointed;
                    world.apply(checkpoint);
                }
            }
            world.check();
            return world.engine().records();
        }
    }
}
