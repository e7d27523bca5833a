package io.patchbay.aeron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.patchbay.data.DataDirectory;
import io.patchbay.data.DataDirectoryException;
import io.patchbay.data.OwnDirectory;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tests the media driver's directory: other users can neither guess nor plant it, only this data directory's own is removed, and
 * changes to it are noticed.
 */
@Timeout(60)
class DriverDirectoryTest {
    private static final int NOBODY = 65_534;

    @TempDir
    Path dir;

    private Path root;
    private Path victim;
    private DataDirectory data;

    @BeforeEach
    void prepare() throws IOException {
        root = Files.createDirectory(dir.resolve("root"));
        victim = Files.createDirectory(dir.resolve("victim"));
        Files.writeString(victim.resolve("precious"), "kept");
        data = DataDirectory.open(dir.resolve("data"));
    }

    @Test
    void shouldHaveAnotherNameEachTimeAndBeFoundByOthersOfItsDataDirectory() throws IOException {
        final Set<Path> names = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            final DriverDirectory driver = new DriverDirectory(data, root);

            final Path aeron = started(driver);

            assertTrue(names.add(aeron), () -> "a name came again: " + aeron);
            assertEquals("rwx------", permissions(aeron.getParent()));
            assertEquals("rw-------", permissions(data.root().resolve(DriverDirectory.FILE)));
            assertEquals(aeron, new DriverDirectory(DataDirectory.open(data.root()), null).find());
            assertNull(driver.fault());
            driver.remove();
        }
        assertEquals(List.of(), entries(root));
        assertNull(new DriverDirectory(data, null).find());
    }

    @Test
    void shouldRemoveWhatADeadPredecessorLeft() throws IOException {
        final Path left = left();

        final Path now = started(new DriverDirectory(data, root));

        assertFalse(Files.exists(left.getParent()));
        assertEquals(List.of(now.getParent()), entries(root));
    }

    @Test
    void shouldLeaveADirectoryAloneWhoseDriverLives() throws IOException {
        final DriverDirectory living = new DriverDirectory(data, root);
        final Path aeron = started(living);

        final Path other = started(new DriverDirectory(data, root));

        assertNotEquals(aeron, other);
        assertTrue(Files.exists(aeron.resolve("cnc.dat")));
    }

    @Test
    void shouldNeitherUseNorRemoveTheDirectoryOfADataDirectoryThatItIsACopyOf() throws IOException {
        final Path aeron = left();
        final Path copy = Files.createDirectory(dir.resolve("copy"));
        for (final String name : List.of(DataDirectory.MARKER, DriverDirectory.FILE)) {
            Files.copy(data.root().resolve(name), copy.resolve(name));
        }
        final DriverDirectory driver = new DriverDirectory(DataDirectory.open(copy), root);

        assertNull(driver.find());
        started(driver);

        assertTrue(Files.exists(aeron.resolve("cnc.dat")));
    }

    @Test
    void shouldKnowItsLeftoverWhereTheDataDirectoryWasRenamed() throws IOException {
        final Path left = left();
        final Path renamed = Files.move(data.root(), dir.resolve("renamed"));

        started(new DriverDirectory(DataDirectory.open(renamed), root));

        assertFalse(Files.exists(left));
    }

    @Test
    void shouldNotFollowALinkThatStandsWhereItsPredecessorsDirectoryWas() throws IOException {
        final Path left = left().getParent();
        OwnDirectory.remove(left);
        Files.createSymbolicLink(left, victim);

        final DriverDirectory driver = new DriverDirectory(data, root);

        assertNull(driver.find());
        started(driver);
        driver.remove();

        assertEquals("kept", Files.readString(victim.resolve("precious")));
        assertTrue(Files.isSymbolicLink(left));
    }

    @Test
    void shouldNotRemoveAFileThatStandsWhereItsPredecessorsDirectoryWas() throws IOException {
        final Path left = left().getParent();
        OwnDirectory.remove(left);
        Files.writeString(left, "planted");

        started(new DriverDirectory(data, root));

        assertEquals("planted", Files.readString(left));
    }

    @Test
    void shouldNotFollowLinksWithinItsOwnDirectory() throws IOException {
        final DriverDirectory driver = new DriverDirectory(data, root);
        final Path aeron = started(driver);
        Files.createSymbolicLink(aeron.resolve("publications"), victim);

        driver.remove();

        assertEquals("kept", Files.readString(victim.resolve("precious")));
        assertEquals(List.of(), entries(root));
    }

    @Test
    void shouldLeaveAnotherUsersDirectoryAlone() throws IOException {
        final Path left = left();
        assumeTrue(give(left.getParent()), "SKIPPED: no right to give a directory to another user");

        final DriverDirectory driver = new DriverDirectory(data, root);

        assertNull(driver.find());
        started(driver);
        assertTrue(Files.exists(left.resolve("cnc.dat")));
    }

    @Test
    void shouldRefuseARootInWhichOthersCouldReplaceIt() throws IOException {
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));

        final DataDirectoryException e = assertThrows(DataDirectoryException.class, new DriverDirectory(data, root)::make);

        assertTrue(e.getMessage().contains("sticky"), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
        assertFalse(Files.exists(data.root().resolve(DriverDirectory.FILE)));
    }

    @Test
    void shouldRefuseARootThatIsNone() {
        final DriverDirectory driver = new DriverDirectory(data, dir.resolve("nowhere"));

        final DataDirectoryException e = assertThrows(DataDirectoryException.class, driver::make);

        assertTrue(e.getMessage().contains("--driver-dir"), e.getMessage());
    }

    @Test
    void shouldNotTrustWhatTheDataDirectoryNamesOtherwise() throws IOException {
        final Path file = data.root().resolve(DriverDirectory.FILE);
        for (final String text : List.of("", "\n", victim + "\n", "relative/patchbay-00000000000000000000000000000000\n",
            root + "/patchbay-00000000000000000000000000000000\n", root + "/../x/patchbay-00000000000000000000000000000000\n",
            "x".repeat(20_000), "\0\n")) {
            Files.writeString(file, text);
            final DriverDirectory driver = new DriverDirectory(data, root);

            assertNull(driver.find(), () -> "found by " + text);
            started(driver);

            assertNull(driver.fault());
            driver.remove();
        }
        assertEquals("kept", Files.readString(victim.resolve("precious")));
    }

    @Test
    void shouldReplaceALinkThatStandsForTheFileAndNotWriteThroughIt() throws IOException {
        final Path file = data.root().resolve(DriverDirectory.FILE);
        Files.createSymbolicLink(file, victim.resolve("precious"));

        final Path aeron = started(new DriverDirectory(data, root));

        assertEquals("kept", Files.readString(victim.resolve("precious")));
        assertEquals(aeron.getParent() + "\n", Files.readString(file));
    }

    @Test
    void shouldNoticeWhatIsRemovedReplacedOrRenamed() throws IOException {
        for (int kind = 0; kind < 7; kind++) {
            final DriverDirectory driver = new DriverDirectory(data, root);
            final Path aeron = started(driver);
            final Path own = aeron.getParent();
            switch (kind) {
                case 0 -> Files.delete(aeron.resolve("cnc.dat"));
                case 1 -> {
                    Files.move(aeron.resolve("cnc.dat"), aeron.resolve("old"));
                    Files.writeString(aeron.resolve("cnc.dat"), "new");
                }
                case 2 -> OwnDirectory.remove(aeron);
                case 3 -> OwnDirectory.remove(own);
                case 4 -> Files.move(own, root.resolve("elsewhere"));
                case 5 -> {
                    Files.move(own, root.resolve("elsewhere"));
                    Files.createSymbolicLink(own, root.resolve("elsewhere"));
                }
                default -> {
                    Files.move(own, root.resolve("elsewhere"));
                    OwnDirectory.make(own);
                }
            }

            assertNotNull(driver.fault(), "kind " + kind);
            driver.remove();

            assertFalse(Files.exists(root.resolve("elsewhere")), "kind " + kind);
            for (final Path left : entries(root)) {
                // The directory was not made by this test.
                Files.delete(left);
            }
        }
    }

    @Test
    void shouldPutPermissionsAndTheFileRight() throws IOException {
        final DriverDirectory driver = new DriverDirectory(data, root);
        final Path aeron = started(driver);
        final Path file = data.root().resolve(DriverDirectory.FILE);
        for (final String mode : List.of("---------", "rwxrwxrwx")) {
            Files.setPosixFilePermissions(aeron, PosixFilePermissions.fromString(mode));
            Files.setPosixFilePermissions(aeron.getParent(), PosixFilePermissions.fromString(mode));
            Files.writeString(file, victim + "\n");

            assertNull(driver.fault());

            assertEquals("rwx------", permissions(aeron.getParent()));
            assertEquals("rwx------", permissions(aeron));
            assertEquals(aeron, new DriverDirectory(data, null).find());
        }
        Files.delete(file);

        assertNull(driver.fault());

        assertEquals(aeron, new DriverDirectory(data, null).find());
    }

    @Test
    void shouldGoOnWhereTheDataDirectoryCannotBeWritten() throws IOException {
        final DriverDirectory driver = new DriverDirectory(data, root);
        started(driver);

        Files.move(data.root(), dir.resolve("renamed"));

        assertNull(driver.fault());
    }

    /** Makes what a killed process leaves: the lock file exists, but no process holds it. */
    private Path left() throws IOException {
        final Path own = root.resolve("patchbay-0123456789abcdef0123456789abcdef");
        OwnDirectory.make(own);
        Files.writeString(own.resolve("owner.lock"), "data " + OwnDirectory.key(data.root()) + "\n");
        final Path aeron = Files.createDirectory(own.resolve(DriverDirectory.AERON));
        Files.writeString(aeron.resolve("cnc.dat"), "left");
        Files.writeString(data.root().resolve(DriverDirectory.FILE), own + "\n");
        return aeron;
    }

    private static Path started(final DriverDirectory driver) throws IOException {
        final Path aeron = driver.make();
        Files.createDirectory(aeron);
        Files.writeString(aeron.resolve("cnc.dat"), "living");
        driver.started();
        return aeron;
    }

    private static boolean give(final Path path) {
        try {
            Files.setAttribute(path, "unix:uid", NOBODY);
            return true;
        } catch (final IOException e) {
            System.err.println("SKIPPED: no right to give a directory to another user, so another's is NOT tested here");
            return false;
        }
    }

    private static String permissions(final Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<Path> entries(final Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}
