package io.patchbay.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.cli.ExitCode;
import io.patchbay.gateway.server.StopSignal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Tests the options for low latency: their defaults, and that wrong values are refused before anything is written.
 */
@Timeout(30)
class LowLatencyOptionsTest {
    @TempDir
    Path dir;

    @Test
    void shouldTouchAndPinNothingUnlessTold() {
        final DataOptions options = parse();

        assertEquals(64 << 20, options.blockSizeBytes);
        assertEquals(false, options.preTouch);
        options.cpus.check(ServerAssembly.Role.SERVER.threads(false));
    }

    @Test
    void shouldTakeAValueWithAFlagToo() {
        assertEquals(true, parse("--pre-touch").preTouch);
        assertEquals(true, parse("--pre-touch=true").preTouch);
        assertEquals(false, parse("--pre-touch=false").preTouch);
        assertEquals(128 << 20, parse("--block-size", "128m").blockSizeBytes);
    }

    @ParameterizedTest
    @CsvSource({
        "server, --block-size=3m, power of two from 8m to 1g",
        "gateway, --block-size=4m, power of two from 8m to 1g",
        "engine, --block-size=2g, power of two from 8m to 1g",
        "server, --block-size=0, power of two from 8m to 1g",
        "server, --block-size=big, 'big' is not a size",
        "server, --cpus=1000, CPU 1000",
        "engine, --cpus=1000, CPU 1000",
        "gateway, --cpus=x, 'x'",
    })
    void shouldRefuseAWrongSettingBeforeAnythingIsWritten(final String command, final String option, final String message) {
        final Path data = dir.resolve("data");
        final PrintStream err = System.err;
        final ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        final int code;
        try {
            code = Main.run(new StopSignal(), command, "--data", data.toString(), option);
        } finally {
            System.setErr(err);
        }

        assertEquals(ExitCode.WRONG_USAGE, code);
        assertTrue(errors.toString(StandardCharsets.UTF_8).contains(message), errors::toString);
        assertTrue(Files.notExists(data), "something was written");
    }

    @Command
    private static final class Host {
        @Mixin
        private DataOptions data;
    }

    private static DataOptions parse(final String... args) {
        final Host host = new Host();
        new CommandLine(host).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
        return host.data;
    }
}
