package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;

import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Starts processes with low limits of the operating system. They must serve, or end with one line and exit code 3, and leave no
 * file in a temporary directory.
 */
@Timeout(180)
class ProcessLimitsIT {
    @TempDir
    private Path dir;

    private Result shell(final String script) throws Exception {
        try (PatchbayProcess process = PatchbayProcess.startProgram("bash", "-c", script, PatchbayProcess.home() + "/patchbay",
            dir.resolve("data").toString())) {
            return process.await();
        }
    }

    @ParameterizedTest
    @CsvSource({"-n 16", "-n 64", "-n 127", "-f 40000", "-v 1000000"})
    void shouldSayInOneLineWhatLimitIsTooSmall(final String limit) throws Exception {
        final Result result =
            shell("ulimit " + limit + " && exec \"$0\" server --data \"$1\" --tcp 127.0.0.1:0 --http 127.0.0.1:0");

        assertEquals(3, result.exit(), result::toString);
        assertEquals(1, result.err().lines().count(), result::toString);
        assertTrue(result.err().contains("ulimit " + limit.substring(0, 2)), result::toString);
    }

    @Test
    void shouldServeWithTheFewestFilesThatItTakes() throws Exception {
        try (PatchbayProcess server = PatchbayProcess.startProgram("bash", "-c",
            "ulimit -n 128 && exec \"$0\" server --data \"$1\" --tcp 127.0.0.1:0 --http 127.0.0.1:0",
            PatchbayProcess.home() + "/patchbay", dir.resolve("data").toString())) {
            server.awaitReady();

            final Result services = PatchbayProcess.run("services", "--server", "127.0.0.1:" + server.tcpPort());

            assertEquals(0, services.exit(), services::toString);
            assertEquals(0, server.terminate().exit());
        }
    }

    @ParameterizedTest
    @CsvSource({"ro", "noexec", "size=64k"})
    void shouldNotNeedATemporaryDirectory(final String options) throws Exception {
        assumeTrue(mayMount(), "no right to mount: an unusable /tmp is not tested");
        assumeFalse(PatchbayProcess.home().toRealPath().startsWith("/tmp"),
            "the project lies in /tmp: an unusable /tmp is not tested");
        final Path data =
            Files.createDirectories(PatchbayProcess.home().resolve("target/without-tmp-" + options.replace('=', '-')));
        try (PatchbayProcess server = PatchbayProcess.startProgram("unshare", "-m", "bash", "-c", "mount -t tmpfs -o " + options
            + " none /tmp && { dd if=/dev/zero of=/tmp/full bs=1k count=64 2>/dev/null; export HOME=/nonexistent; "
            + "\"$0\" server --data \"$1\" --tcp 127.0.0.1:0 --http 127.0.0.1:0 "
            + "& pid=$!; trap 'kill $pid' TERM; wait $pid; wait $pid; code=$?; "
            + "ls -A /tmp | grep -v full; exit $code; }", PatchbayProcess.home() + "/patchbay", data.toString())) {
            server.awaitReady();

            final Result result = server.terminate();

            assertEquals(0, result.exit(), result::toString);
            assertEquals(1, result.lines().size(), () -> "more than the ready line, so files are left: " + result);
            assertTrue(!result.err().contains("Exception"), result::toString);
        } finally {
            IoUtil.delete(data.toFile(), true);
        }
    }

    private static boolean mayMount() throws InterruptedException {
        try {
            return PatchbayProcess.startProgram("unshare", "-m", "mount", "-t", "tmpfs", "none", "/tmp").await().exit() == 0;
        } catch (final IOException e) {
            return false;
        }
    }
}
