package io.patchbay.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.journal.DirectoryWatch;
import io.patchbay.journal.JavaProcess;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.protocol.StreamIds;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class DataDirectoryTest {
    @TempDir
    Path dir;

    /** A process that holds a slot and the engine's lock until it is killed. */
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
        Files.delete(marker);
        assertRefused(dir, "patchbay.properties is missing");
        assertRefused(dir, "./patchbay journal repair " + data.root());
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
        for (int i = 0; i < StreamIds.MAX_GATEWAYS; i++) {
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
    void shouldKeepEverybodyOutWhereTheLockFileIsGoneOrAnother() throws Exception {
        final DataDirectory data = DataDirectory.open(dir.resolve("data"));
        final Path locks = data.root().resolve("processes");
        try (ProcessLock engine = data.tryLockEngine(); GatewaySlot slot = data.tryTakeSlot()) {
            slot.writeGateway(7);
            final byte[] content = Files.readAllBytes(locks);
            Files.delete(locks);
            assertStartRefused(data.root(), "removed or replaced");

            Files.createFile(locks);
            assertStartRefused(data.root(), "removed or replaced");
            Files.write(locks, content);
            assertStartRefused(data.root(), "removed or replaced");
            Files.delete(locks);
            Files.createDirectory(locks);
            assertStartRefused(data.root(), "processes");

            assertNotNull(engine);
            assertTrue(data.isSlotHeld(0), "those who are there still see each other");
            assertEquals(7, data.gatewayInSlot(0));
            Files.delete(locks);
        }

        final ProcessLock next = DataDirectory.open(data.root()).tryLockEngine();
        assertNotNull(next, "nobody is there: it is made anew");
        next.close();
    }

    @Test
    void shouldKnowADirectoryByWhateverPath() throws Exception {
        final DataDirectory data = DataDirectory.open(dir.resolve("data"));
        final Path link = Files.createSymbolicLink(dir.resolve("link"), data.root());
        final Path hardLink = dir.resolve("hard");
        try (ProcessLock engine = data.tryLockEngine()) {
            assertNotNull(engine);
            assertNull(DataDirectory.open(link).tryLockEngine());
            Files.createLink(hardLink, data.root().resolve("processes"));
            Files.delete(data.root().resolve("processes"));
            Files.move(hardLink, data.root().resolve("processes"));
            assertNull(DataDirectory.open(link).tryLockEngine());

            final Path moved = Files.move(data.root(), dir.resolve("moved"));
            assertNull(DataDirectory.open(moved).tryLockEngine());
            final ProcessLock other = DataDirectory.open(data.root()).tryLockEngine();
            assertNotNull(other, "a new directory in the old place");
            other.close();
        }
    }

    @Test
    void shouldNotTakeTheLocksOfACopyForHeld() throws Exception {
        final DataDirectory data = DataDirectory.open(dir.resolve("data"));
        final Path copy = Files.createDirectory(dir.resolve("copy"));
        try (ProcessLock engine = data.tryLockEngine(); GatewaySlot slot = data.tryTakeSlot()) {
            slot.writeGateway(7);
            for (final String name : List.of("processes", DataDirectory.MARKER)) {
                Files.copy(data.root().resolve(name), copy.resolve(name));
            }

            final DataDirectory copied = DataDirectory.open(copy);
            assertFalse(copied.isSlotHeld(0));
            final GatewaySlot again = copied.tryTakeSlot();
            assertEquals(0, again.number());
            assertEquals(0, copied.gatewayInSlot(0));
            again.close();
            assertNotNull(engine);
        }
    }

    @Test
    void shouldRefuseADirectoryOfAnotherUser() throws Exception {
        final DataDirectory data = DataDirectory.open(dir.resolve("data"));
        final Path marker = data.root().resolve(DataDirectory.MARKER);
        try {
            Files.setAttribute(marker, "unix:uid", 12_345);
        } catch (final IOException | UnsupportedOperationException e) {
            Assumptions.abort("only root may give files to other users: " + e);
        }

        assertRefused(data.root(), "12345");
        assertRefused(data.root(), System.getProperty("user.name"));
    }

    /** A process that holds a lock, as versions with journals of schema 2 did, until it is killed. */
    public static final class OldHolder {
        private OldHolder() {
        }

        public static void main(final String[] args) throws IOException, InterruptedException {
            try (FileChannel channel =
                FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.lock();
                System.out.println("holding");
                Thread.sleep(TimeUnit.MINUTES.toMillis(2));
            }
        }
    }

    @Test
    void shouldNotStartBesideAnOlderVersion() throws Exception {
        final DataDirectory data = DataDirectory.open(dir.resolve("data"));
        final Path old = Files.createDirectory(data.root().resolve("gateways")).resolve("slot-3.lock");
        final Path out = dir.resolve("out");
        final Process process = JavaProcess.start(OldHolder.class, out, old.toString());
        try {
            await(() -> Files.readString(out).contains("holding"));
            assertStartRefused(data.root(), "older version");
        } finally {
            process.destroyForcibly().waitFor();
        }

        final ProcessLock engine = data.tryLockEngine();
        assertNotNull(engine);
        engine.close();
    }

    @Test
    void shouldNoticeThatTheDirectoryWasMovedOrReplaced() throws Exception {
        final DataDirectory data = DataDirectory.open(dir.resolve("data"));
        new Journal(new JournalContext().dataDirectory(data)).close();
        final DirectoryWatch watch = new DirectoryWatch(data);
        watch.check();

        final Path table = data.journalDir().resolve("metadata.cq4t");
        Files.move(table, dir.resolve("table"));
        assertTrue(assertThrows(DataDirectoryException.class, watch::check).getMessage().contains("metadata.cq4t"));
        Files.copy(dir.resolve("table"), table);
        assertThrows(DataDirectoryException.class, watch::check);
        Files.move(dir.resolve("table"), table, StandardCopyOption.REPLACE_EXISTING);
        watch.check();
        Files.move(data.root(), dir.resolve("moved"));
        assertThrows(DataDirectoryException.class, watch::check);
        DataDirectory.open(data.root());
        assertTrue(assertThrows(DataDirectoryException.class, watch::check).getMessage().contains(data.root().toString()));
    }

    /** A condition that may read files. */
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

    /** Asserts that another process, which has nothing open yet, could not start. */
    private static void assertStartRefused(final Path root, final String part) {
        for (int role = 0; role < 3; role++) {
            final DataDirectory data = DataDirectory.open(root);
            final Executable start =
                role == 0 ? data::tryLockEngine : role == 1 ? data::tryTakeSlot : data::tryLockDriver;
            final DataDirectoryException e = assertThrows(DataDirectoryException.class, start);
            assertTrue(e.getMessage().contains(part), e.getMessage());
            assertFalse(e.getMessage().contains("\n"), e.getMessage());
        }
    }

    private static void assertRefused(final Path path, final String part) {
        final DataDirectoryException e = assertThrows(DataDirectoryException.class, () -> DataDirectory.open(path));
        assertTrue(e.getMessage().contains(part), e.getMessage());
        assertTrue(e.getMessage().contains(path.toAbsolutePath().toString()), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }
}
