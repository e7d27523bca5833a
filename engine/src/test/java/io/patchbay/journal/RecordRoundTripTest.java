package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.input.Input;

import net.openhft.chronicle.queue.reader.ChronicleReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

@Timeout(60)
class RecordRoundTripTest {
    @TempDir
    Path dir;

    @Test
    void shouldReadBackEveryKindWithEveryField() {
        final List<Input> samples = Samples.all();
        Samples.requireEveryKind(samples);
        final List<Map<String, String>> written = new ArrayList<>();
        final List<Map<String, String>> read = new ArrayList<>();

        try (Journal journal = new Journal(new JournalContext().queueDir(dir))) {
            try (JournalWriter writer = journal.newWriter()) {
                for (final Input in : samples) {
                    in.applyTo(writer);
                    written.add(Samples.fields(in));
                }
            }
            try (JournalReader reader = journal.newReader()) {
                while (reader.next(in -> read.add(Samples.fields(in)))) {
                    assertTrue(reader.lengthBytes() > 0);
                }
            }
        }

        assertEquals(written, read);
    }

    @Test
    void shouldPrintReadablyWithChroniclesOwnTool() {
        final List<Input> samples = Samples.all();
        samples.sort(Comparator.comparing(Input::kind));
        try (Journal journal = new Journal(new JournalContext().queueDir(dir)); JournalWriter writer = journal.newWriter()) {
            samples.forEach(in -> in.applyTo(writer));
        }

        final List<String> printed = new ArrayList<>();
        new ChronicleReader().withBasePath(dir).withMessageSink(printed::add).execute();

    }
}
