package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Removes, moves and replaces the data directory of a running server. The server must keep other processes out, or end with the
 * reason.
 */
@Timeout(120)
class DirectoryIT {
    @TempDir
    Path dir;

    @Test
    void shouldKeepASecondServerOutWhoseLockFilesWereRemoved() throws Exception {
        final Path data = dir.resolve("data");
        try (PatchbayProcess server = PatchbayProcess.server(data)) {
            Files.delete(data.resolve("processes"));

            assertRefused(start("server", data), "removed or replaced");
            assertRefused(start("gateway", data), "removed or replaced");
            assertEquals(0, server.terminate().exit());
        }
        try (PatchbayProcess again = PatchbayProcess.server(data)) {
            assertEquals(0, again.terminate().exit());
        }
        assertEquals(0, PatchbayProcess.run("replay", "verify", "--data", data.toString()).exit());
    }

    @Test
    void shouldEndWhenItsDirectoryIsMoved() throws Exception {
        final Path data = dir.resolve("data");
        final Path moved = dir.resolve("moved");
        try (PatchbayProcess server = PatchbayProcess.server(data)) {
            Files.move(data, moved);

            final Result ended = server.await();

            assertEquals(3, ended.exit(), ended::toString);
            assertTrue(ended.err().contains("data was moved, removed or replaced"), ended::toString);
        }
        try (PatchbayProcess again = PatchbayProcess.server(moved)) {
            assertEquals(0, again.terminate().exit());
        }
    }

    @Test
    void shouldServeAgainWhenTheAdviceForALostMarkerIsFollowed() throws Exception {
        final Path data = dir.resolve("data");
        try (PatchbayProcess server = PatchbayProcess.server(data)) {
            assertEquals(0, server.terminate().exit());
        }
        final Path marker = data.resolve("patchbay.properties");
        Files.delete(marker);
        assertRefused(start("server", data), "its one line be layout=2, and run ./patchbay journal repair " + data);

        Files.writeString(marker, "layout=2\n");
        final Result repaired = PatchbayProcess.run("journal", "repair", data.toString());

        assertEquals(0, repaired.exit(), repaired::toString);
        try (PatchbayProcess again = PatchbayProcess.server(data)) {
            assertEquals(0, again.terminate().exit());
        }
        Audit.assertVerifies(data);
    }

    @Test
    void shouldRefuseADirectoryOfAnotherUser() throws Exception {
        final Path data = dir.resolve("data");
        try (PatchbayProcess server = PatchbayProcess.server(data)) {
            assertEquals(0, server.terminate().exit());
        }
        try {
            Files.setAttribute(data.resolve("patchbay.properties"), "unix:uid", 12_345);
        } catch (final IOException e) {
            Assumptions.abort("SKIPPED: only root may give files to other users: " + e);
        }

        for (final String role : new String[] {"server", "gateway"}) {
            assertRefused(start(role, data), "12345");
        }
    }

    private static Result start(final String role, final Path data) throws Exception {
        return PatchbayProcess.run(role, "--data", data.toString(), "--tcp", "127.0.0.1:0", "--http", "127.0.0.1:0");
    }

    private static void assertRefused(final Result result, final String part) {
        assertEquals(3, result.exit(), result::toString);
        assertEquals("", result.out());
        final String last = result.err().strip().lines().reduce((before, line) -> line).orElse("");
        assertTrue(last.startsWith("patchbay: ") && last.contains(part), result::toString);
    }
}
