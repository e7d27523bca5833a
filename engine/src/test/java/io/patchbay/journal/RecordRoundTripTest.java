package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.input.Input;

import net.openhft.chronicle.queue.ChronicleReaderMain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
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
        try (Journal journal = new Journal(new JournalContext().queueDir(dir)); JournalWriter writer = journal.newWriter()) {
            samples.forEach(in -> in.applyTo(writer));
        }

        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final PrintStream stdout = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            ChronicleReaderMain.main(new String[] {"-d", dir.toString()});
        } finally {
            System.setOut(stdout);
        }
        final String printed = out.toString(StandardCharsets.UTF_8);

        for (final Input in : samples) {
            final int at = printed.indexOf("0x" + Long.toHexString(in.index) + ": ");
            assertTrue(at >= 0, "no record " + Long.toHexString(in.index));
            assertTrue(printed.startsWith("kind: " + in.kind().word() + "\ntime: " + in.timeNs + "\nschema: 3\nrules: 1\n",
                printed.indexOf('\n', at) + 1), printed.substring(at, at + 100));
            assertTrue(printed.indexOf("\ncrc: ", at) > 0, "a check");
        }
        for (final String line : List.of("gateway: 0x4f6800000001", "session: s-9f8e7d6c5b4a", "reason: gateway-lost",
            "name: pricing", "version: \"1.0.0-rc.1+build.7\"", "  quote,", "  \"rates:*\"", "choose: least-pending",
            "from: 0x4f6800000003", "id: \"12345678-9abc-4def-8123-456789abcdef\"", "destination: \"pricing:quote\"",
            "responder: quoted", "timeoutMs: 86400000", "payload: !!binary AA==", "error: out-of-stock",
            "hash: 0x80000000deadbeef", "payload: \"[ ]\"")) {
            assertTrue(printed.contains(line + '\n'), line);
        }
        assertTrue(printed.contains("payload: \"{\\\"a\\\":[1,2.50,-0,1e3,null,true],"), "a JSON payload");
    }
}
