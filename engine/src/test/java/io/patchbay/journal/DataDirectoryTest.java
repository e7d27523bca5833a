package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.protocol.Streams;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class DataDirectoryTest {
    @TempDir
    Path dir;

    /** Holds a slot and the engine's lock until it is killed. */
    public static final class Holder {
        private Holder() {
        }

        public static void main(final String[] args) throws InterruptedException {
            final DataDirectory data = DataDirectory.open(Path.of(args[0]));
            final GatewaySlot slot = data.tryTakeSlot();
            slot.writeGateway(0xabc);
            if (data.tryLockEngine() != null) {
                System.out.println("holding " + slot.number());
            }
            Thread.sleep(TimeUnit.MINUTES.toMillis(2));
        }
    }

    @Test
    void shouldMakeAnAbsentAndAnEmptyDirectoryIntoOne() {
        final DataDirectory made = DataDirectory.open(dir.resolve("a/b"));
        final DataDirectory again = DataDirectory.open(dir.resolve("a/../a/b"));

        assertTrue(Files.isDirectory(made.journalDir()));
        assertTrue(Files.exists(made.root().resolve("patchbay.properties")));
        assertEquals(made.root(), again.root());
        assertTrue(made.root().isAbsolute());
    }

    @Test
    void shouldRefuseAForeignDirectory() throws IOException {
        Files.writeString(dir.resolve("holiday.jpg"), "x");

        assertRefused(dir, "holiday.jpg");
        assertFalse(Files.exists(dir.resolve("patchbay.properties")));
    }

    @Test
    void shouldRefuseWhatIsNoDirectoryOrCannotBeMade() throws IOException {
        assertRefused(Files.writeString(dir.resolve("file"), "x"), "not a directory");
        assertRefused(dir.resolve("file/below"), "--data");
        assertRefused(Path.of("/proc/patchbay"), "--data");
    }

    @Test
    void shouldRefuseANewerLayoutAndADamagedMarker() throws IOException {
        final DataDirectory data = DataDirectory.open(dir);
        final Path marker = data.root().resolve("patchbay.properties");

        Files.writeString(marker, "layout=3\n");
        assertRefused(dir, "layout 3");
        Files.writeString(marker, "layout=two\n");
        assertRefused(dir, "damaged");
        Files.writeString(marker, "\\u00zz\n");
        assertRefused(dir, "damaged");
        Files.writeString(marker, "");
        assertRefused(dir, "damaged");
    }

    @Test
    void shouldExcludeWithinOneProcess() {
        final DataDirectory one = DataDirectory.open(dir);
        final DataDirectory two = DataDirectory.open(dir);

        final ProcessLock engine = one.tryLockEngine();
        assertNotNull(engine);
        assertNull(two.tryLockEngine());
        final ProcessLock driver = two.tryLockDriver();
        assertNotNull(driver);
        assertNull(one.tryLockDriver());
        engine.close();
        engine.close();
        final ProcessLock next = two.tryLockEngine();
        assertNotNull(next);
        next.close();
        driver.close();
    }

    @Test
    void shouldGiveEachGatewayASlotAndRememberWhoHeldIt() {
        final DataDirectory data = DataDirectory.open(dir);
        final List<GatewaySlot> slots = new ArrayList<>();
        for (int i = 0; i < Streams.MAX_GATEWAYS; i++) {
            final GatewaySlot slot = data.tryTakeSlot();
            assertEquals(i, slot.number());
            slot.writeGateway(0x4f6800000000L + i);
            slots.add(slot);
        }

        assertNull(data.tryTakeSlot());
        assertTrue(data.isSlotHeld(7));
        assertEquals(0x4f6800000007L, data.gatewayInSlot(7));
        slots.get(7).close();
        assertFalse(data.isSlotHeld(7));
        assertEquals(0x4f6800000007L, data.gatewayInSlot(7));
        final GatewaySlot again = data.tryTakeSlot();
        assertEquals(7, again.number());
        assertEquals(0, data.gatewayInSlot(7));
        again.close();
        slots.forEach(GatewaySlot::close);
        assertEquals(0, DataDirectory.open(dir.resolve("gateways/none")).gatewayInSlot(3));
    }

    @Test
    void shouldSeeALockOfAnotherProcessAndItsDeath() throws Exception {
        final DataDirectory data = DataDirectory.open(dir.resolve("data"));
        final Path out = dir.resolve("out");
        final Process process = JavaProcess.start(Holder.class, out, data.root().toString());
        try {
            await(() -> Files.readString(out).contains("holding 0"));

            assertNull(data.tryLockEngine());
            assertTrue(data.isSlotHeld(0));
            assertEquals(0xabc, data.gatewayInSlot(0));
            assertTrue(data.isSlotHeld(0));
            final GatewaySlot mine = data.tryTakeSlot();
            assertEquals(1, mine.number());
            mine.close();
        } finally {
            process.destroyForcibly().waitFor();
        }

        assertFalse(data.isSlotHeld(0));
        final ProcessLock engine = data.tryLockEngine();
        assertNotNull(engine);
        engine.close();
    }

    @Test
    void shouldNotLoseALockByLookingAtIt() throws Exception {
        final DataDirectory data = DataDirectory.open(dir.resolve("data"));
        final GatewaySlot slot = data.tryTakeSlot();
        slot.writeGateway(5);
        assertTrue(data.isSlotHeld(0));
        assertEquals(5, data.gatewayInSlot(0));
        final Path out = dir.resolve("out");

        final Process process = JavaProcess.start(Holder.class, out, data.root().toString());
        try {
            await(() -> Files.readString(out).contains("holding 1"));
        } finally {
            process.destroyForcibly().waitFor();
            slot.close();
        }
    }

    @Test
    void shouldDeriveTheDriversDirectoryFromThePath() {
        final DataDirectory one = DataDirectory.open(dir.resolve("one"));
        final DataDirectory two = DataDirectory.open(dir.resolve("two"));

        assertEquals(one.aeronDir(), DataDirectory.open(dir.resolve("one")).aeronDir());
        assertNotEquals(one.aeronDir(), two.aeronDir());
    }

    /** A condition that may look at files. */
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(final Condition condition) throws IOException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline);
            Thread.onSpinWait();
        }
    }

    private static void assertRefused(final Path path, final String part) {
        final DataDirectoryException e = assertThrows(DataDirectoryException.class, () -> DataDirectory.open(path));
        assertTrue(e.getMessage().contains(part), e.getMessage());
        assertTrue(e.getMessage().contains(path.toAbsolutePath().toString()), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }
}
