package io.patchbay.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.journal.DataDirectory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

@Timeout(60)
class AeronLinkTest {
    private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(15);

    @TempDir
    Path dir;

    @Test
    void shouldRunOneDriverForAllAndKeepOthersOut() throws IOException {
        final DataDirectory directory = DataDirectory.open(dir);
        try (AeronLink first = link(directory, true, true); AeronLink second = link(directory, true, true)) {
            runUntil(List.of(first, second), () -> first.isUp() && second.isUp());

            assertTrue(first.hasDriver());
            assertFalse(second.hasDriver());
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.aeronDir())));
        }
        assertFalse(Files.exists(directory.aeronDir()));
    }

    @Test
    void shouldTakeTheDriverOverWhenItsProcessIsGone() {
        final DataDirectory directory = DataDirectory.open(dir);
        final AeronLink first = link(directory, true, true);
        try (AeronLink second = link(directory, true, true); AeronLink engine = link(directory, false, true)) {
            runUntil(List.of(first), first::isUp);
            runUntil(List.of(first, second, engine), () -> second.isUp() && engine.isUp());
            final long before = engine.generation();

            first.close();
            runUntil(List.of(second, engine), () -> second.hasDriver() && engine.isUp() && engine.generation() != before);

            assertNotEquals(before, engine.generation());
            assertFalse(engine.hasDriver());
        }
    }

    @Test
    void shouldStayDownWhereItMayNotRunTheDriver() {
        final DataDirectory directory = DataDirectory.open(dir);
        try (AeronLink engine = link(directory, false, true)) {
            for (int i = 0; i < 1_000; i++) {
                engine.doWork();
            }

            assertFalse(engine.isUp());
            assertEquals(0, engine.generation());
        }
    }

    @Test
    void shouldRunTheDriverOnAThreadOfItsOwn() {
        final DataDirectory directory = DataDirectory.open(dir);
        try (AeronLink first = link(directory, true, false); AeronLink second = link(directory, false, false)) {
            runUntil(List.of(first), first::isUp);

            runUntil(List.of(second), second::isUp);

            assertTrue(first.hasDriver());
        }
    }

    @Test
    void shouldBeConcludedOnce() {
        final AeronLinkContext context = new AeronLinkContext().dataDirectory(DataDirectory.open(dir));
        new AeronLink(context).close();

        assertThrows(IllegalStateException.class, () -> new AeronLink(context));
    }

    private static AeronLink link(final DataDirectory directory, final boolean launches, final boolean invokes) {
        return new AeronLink(new AeronLinkContext()
            .dataDirectory(directory).launchDriver(launches).invokeDriver(invokes).name("test"));
    }

    private static void runUntil(final List<AeronLink> links, final BooleanSupplier condition) {
        final long deadline = System.nanoTime() + WAIT_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadline < 0, "waited in vain");
            links.forEach(AeronLink::doWork);
            Thread.yield();
        }
    }
}
