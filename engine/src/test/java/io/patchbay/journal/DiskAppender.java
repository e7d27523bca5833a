package io.patchbay.journal;

import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.TickInput;
import io.patchbay.journal.disk.DiskLevel;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process that appends as a gateway does: messages while there is space for new ones, otherwise ticks while anything may be
 * written, until the file {@code stop} exists. Arguments: directory of the queue, roll cycle, stop file, whether pages are
 * populated ahead.
 */
public final class DiskAppender {
    private static final int CHECK = 1_024;

    private DiskAppender() {
    }

    public static void main(final String[] args) throws InterruptedException {
        final JournalContext context = new JournalContext().queueDir(Path.of(args[0])).rollCycle(args[1]).minFreeBytes(4 << 20)
            .reserveBytes(JournalContext.MIN_RESERVE_BYTES).preTouch(Boolean.parseBoolean(args[3]));
        final Path stop = Path.of(args[2]);
        DiskLevel last = null;
        long messages = 0;
        long ticks = 0;
        try (Journal journal = new Journal(context); JournalWriter writer = journal.newWriter()) {
            final MessageInput message = Samples.message(1_000);
            final TickInput tick = new TickInput();
            for (long i = 0; i % CHECK != 0 || !Files.exists(stop); i++) {
                final DiskLevel level = journal.space().level();
                if (level != last) {
                    last = level;
                    System.out.println(level + " after " + messages + " messages, " + ticks + " ticks");
                    System.out.flush();
                }
                if (level == DiskLevel.OPEN) {
                    message.idLo = messages++;
                    writer.message(message);
                } else if (level != DiskLevel.FULL) {
                    ticks++;
                    writer.tick(tick);
                } else {
                    Thread.sleep(1);
                }
            }
        }
        System.out.println("done " + messages + " " + ticks);
    }
}
