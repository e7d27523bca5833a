package io.patchbay.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.data.DataDirectory;
import io.patchbay.engine.input.TickInput;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.JournalWriter;
import io.patchbay.protocol.Indexes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Replays journals that older builds recorded, kept under {@code src/test/resources/journals}. Each must lead to the states and
 * events of the build that wrote it.
 */
@Timeout(60)
class OldJournalsTest {
    @TempDir
    Path dir;

    @Test
    void shouldReplayAJournalOfSchema2ToTheSameStatesAndEvents() throws Exception {
        unzip("schema-2.zip");

        final String verified = Ran.on(dir.resolve("data"), "verify").lines().get(0);
        assertEquals("{\"records\":371,\"checkpoints\":5,\"snapshots\":1,\"first\":\"0x513300000000\","
            + "\"last\":\"0x513300000172\",\"ok\":true,\"differs\":null}", verified);
        final String state = Ran.on(dir.resolve("data"), "state", "--format", "json").lines().get(0);
        assertTrue(state.contains("\"hash\":\"0x45b6daf48d918995\""), state);
        final String events = String.join("\n", Ran.on(dir.resolve("data"), "events", "--format", "json").lines()) + '\n';
        assertEquals("7dff2e78ab108dd8ec3bba44224d3c0cc12f901466701a275ca86fb5befd49f6", sha256(events));
    }

    @Test
    void shouldGoOnWithAJournalOfSchema2AndMissItWhenItIsGone() throws Exception {
        unzip("schema-2.zip");
        final Path data = dir.resolve("data");
        final TickInput tick = new TickInput();
        for (int day = 0; day < 3; day++) {
            final long timeNs = 1_796_083_200_000_000_000L + TimeUnit.DAYS.toNanos(day);
            try (Journal journal = new Journal(new JournalContext().dataDirectory(DataDirectory.open(data)).clock(() -> timeNs));
                JournalWriter writer = journal.newWriter()) {
                writer.tick(tick);
            }
        }

        final String verified = Ran.on(data, "verify").lines().get(0);
        assertEquals("{\"records\":374,\"checkpoints\":5,\"snapshots\":1,\"first\":\"0x513300000000\",\"last\":\""
            + Indexes.format(tick.index) + "\",\"ok\":true,\"differs\":null}", verified);

        Files.delete(data.resolve("journal").resolve("20261130F.cq4"));
        for (final String command : List.of("verify", "state", "events", "export", "stats")) {
            final Ran ran = Ran.on(data, command);
            assertEquals(1, ran.exitCode, ran.err);
            assertTrue(ran.err.contains("20261130F.cq4, which is missing"), ran.err);
        }
        assertEquals(1, Ran.journal("check", data.toString()).exitCode);
    }

    private void unzip(final String name) throws IOException {
        try (InputStream resource = OldJournalsTest.class.getResourceAsStream("/journals/" + name);
            ZipInputStream zip = new ZipInputStream(resource)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                final Path file = dir.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                }
            }
        }
    }

    private static String sha256(final String text) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
