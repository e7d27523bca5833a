package io.patchbay.journal;

import io.patchbay.engine.input.MessageInput;

import java.nio.file.Path;

/**
 * A process that appends messages to a journal until it is told to stop, for tests with several processes and with kills.
 * Arguments: directory, upper half of the ids, number of messages (0 = until killed), roll cycle.
 */
public final class JournalAppender {
    private JournalAppender() {
    }

    public static void main(final String[] args) {
        final JournalContext context = new JournalContext().queueDir(Path.of(args[0])).rollCycle(args[3]);
        final long count = Long.parseLong(args[2]);
        try (Journal journal = new Journal(context); JournalWriter writer = journal.newWriter()) {
            final MessageInput in = Samples.message(100);
            in.idHi = Long.parseLong(args[1]);
            for (long i = 0; count == 0 || i < count; i++) {
                in.idLo = i;
                writer.message(in);
            }
        }
    }
}
