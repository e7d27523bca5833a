package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts real processes on a data directory whose journal has lost a file. None may start, and each must print one line that
 * names the file.
 */
@Timeout(300)
class WholeJournalIT {
    @TempDir
    private Path dir;

    @Test
    void shouldNotStartWithoutAFileOfTheJournalAndStartAgainOnceItIsBack() throws Exception {
        final Path data = dir.resolve("data");
        for (int i = 0; i < 2; i++) {
            try (PatchbayProcess server = PatchbayProcess.server(data, "--roll-cycle", "secondly-for-tests")) {
                assertEquals(0, server.terminate().exit());
            }
        }
        final Path file = files(data).get(0);
        final Path moved = dir.resolve("moved");
        Files.move(file, moved);

        for (final String command : List.of("server", "gateway", "engine")) {
            final PatchbayProcess.Result refused = PatchbayProcess.start(command, "--data", data.toString()).await();
            assertEquals(3, refused.exit(), refused::toString);
            final String line = refused.err().lines().filter(text -> text.startsWith("patchbay: ")).collect(Collectors.joining());
            assertTrue(line.contains(file.getFileName() + ", which is missing") && line.contains("journal check " + data), line);
            assertTrue(!refused.err().contains("\tat "), refused::err);
        }
        for (final String command : List.of("verify", "state", "events")) {
            assertEquals(1, PatchbayProcess.start("replay", command, "--data", data.toString()).await().exit(), command);
        }
        assertEquals(1, PatchbayProcess.start("journal", "check", data.toString()).await().exit());

        Files.move(moved, file);
        try (PatchbayProcess server = PatchbayProcess.server(data)) {
            assertEquals(0, server.terminate().exit());
        }
        assertEquals(0, PatchbayProcess.start("replay", "verify", "--data", data.toString()).await().exit());
    }

    @Test
    void shouldTakeOnlyTheDocumentedWordsForARollCycle() throws Exception {
        for (final String word : List.of("TEST_DAILY", "WEEKLY", "FAST_DAILY", "half-hourly")) {
            final PatchbayProcess.Result refused = PatchbayProcess.start("server", "--data", dir.resolve(word).toString(),
                "--roll-cycle", word).await();

            assertEquals(2, refused.exit(), refused::toString);
            assertTrue(refused.err().contains("use one of daily, hourly, ten-minutely, five-minutely"), refused::toString);
        }
    }

    private static List<Path> files(final Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("journal"))) {
            return files.filter(file -> file.toString().endsWith(".cq4")).sorted().collect(Collectors.toList());
        }
    }
}
