package io.patchbay.gateway.server;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.gateway.error.ConfigurationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Tests {@code --cpus}: the accepted and refused values, and that the kernel pins the threads.
 */
@Timeout(30)
class CpuListTest {
    private static final int NOT_THERE = 1_023;

    @ParameterizedTest
    @ValueSource(strings = {"first", "1,", ",1", "1,,2", "-1", "1;2", "3-2", "1,2,1", "1-3,2", "99999"})
    void shouldRefuseWhatIsNoListOfDifferentCpus(final String text) {
        final TypeConversionException e = assertThrows(TypeConversionException.class, () -> list(text));

        assertTrue(e.getMessage().contains("'" + text + "'"), e.getMessage());
    }

    @Test
    void shouldPinNothingWhereNothingIsNamed() throws Exception {
        final CpuList none = list("");

        assertDoesNotThrow(() -> none.check(3));
        assertEquals(CpuPin.allowed(), allowedAfter(none.pin(2)));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldPinEachThreadToItsOwnCpu() throws Exception {
        final String first = firstAllowed();
        final CpuList one = list(first);

        one.check(1);

        assertEquals(first, allowedAfter(one.pin(0)));
        assertEquals(CpuPin.allowed(), allowedAfter(() -> { }), "the check has pinned others");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldWantACpuForEachThread() {
        final ConfigurationException e = assertThrows(ConfigurationException.class, () -> list(firstAllowed()).check(3));

        assertTrue(e.getMessage().contains("names 1 of the 3"), e.getMessage());
        assertTrue(e.getMessage().contains("--threads shared"), e.getMessage());
    }

    @Test
    void shouldRefuseACpuThatIsNotThere() {
        final ConfigurationException e = assertThrows(ConfigurationException.class, () -> list("" + NOT_THERE).check(1));

        assertTrue(e.getMessage().contains("CPU " + NOT_THERE), e.getMessage());
        assertTrue(e.getMessage().contains(CpuPin.allowed()), e.getMessage());
        assertThrows(ConfigurationException.class, () -> list("9999").check(1));
    }

    private static CpuList list(final String text) {
        return new CpuList.Converter().convert(text);
    }

    private static String firstAllowed() {
        return CpuPin.allowed().split("[-,]")[0];
    }

    /** Returns the CPUs that the kernel allows a new thread after it has run a task. */
    private static String allowedAfter(final Runnable first) throws Exception {
        final FutureTask<String> task = new FutureTask<>(() -> {
            first.run();
            final Path status = Path.of("/proc/thread-self/status");
            if (Files.notExists(status)) {
                return CpuPin.allowed();
            }
            return Files.readAllLines(status).stream().filter(line -> line.startsWith("Cpus_allowed_list:"))
                .findFirst().orElseThrow().split("\\s+")[1];
        });
        new Thread(task).start();
        return task.get(10, TimeUnit.SECONDS);
    }
}
