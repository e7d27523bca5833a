package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.TickInput;
import io.patchbay.journal.record.RecordHandler;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;

@Timeout(60)
class JournalAllocationTest {
    private static final int ROUNDS = 20_000;
    private static final int ATTEMPTS = 20;

    @TempDir
    Path dir;

    @Test
    void shouldAllocateNothingPerMessageAndReply() {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long self = Thread.currentThread().getId();
        final MessageInput message = Samples.message(100);
        Samples.put(message.payload, "\"é 漢 😀 and more\"");
        final ReplyInput reply = new ReplyInput();
        Samples.put(reply.payload, "{\"price\":1.25}");
        final TickInput tick = new TickInput();
        final RecordHandler handler = in -> { };
        long allocated = Long.MAX_VALUE;
        try (Journal journal = new Journal(new JournalContext().queueDir(dir)); JournalWriter writer = journal.newWriter();
            JournalReader reader = journal.newReader()) {

            for (int attempt = 0; attempt < ATTEMPTS && allocated > 0; attempt++) {
                final long before = threads.getThreadAllocatedBytes(self);
                for (int i = 0; i < ROUNDS; i++) {
                    message.idLo = i;
                    writer.message(message);
                    reply.idLo = i;
                    writer.reply(reply);
                    writer.tick(tick);
                    reader.next(handler);
                    reader.next(handler);
                    reader.next(handler);
                }
                allocated = threads.getThreadAllocatedBytes(self) - before;
            }
        }

        assertEquals(0, allocated / ROUNDS, allocated + " bytes in " + ROUNDS + " rounds");
    }
}
