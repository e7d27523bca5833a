package io.patchbay.data;

import io.patchbay.protocol.Indexes;
import io.patchbay.protocol.StreamIds;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The directory that holds all data of one Patchbay: its layout, marker and locks. Every process that works on it opens it; the
 * replay tool reads without it. Any thread.
 *
 * <pre>
 * patchbay.properties      marks the directory: its layout version, the identity of its journal, and how far that is known to go
 * journal/                 the Chronicle Queue
 * snapshots/               the state after some records, one file each
 * processes                one line for each place: the one engine, the process with the media driver, and each slot's gateway
 *                          with the index of its gateway-started record; the holder of a place has its line locked
 * clock                    the clock that the processes share during this run of the machine
 * driver.dir               names the media driver's directory ({@code DriverDirectory}) while one runs
 * </pre>
 *
 * <p>All processes of one data directory run as the user who owns its marker.
 */
public final class DataDirectory implements GatewaySlots {
    /** Name of the marker file. */
    public static final String MARKER = "patchbay.properties";
    /** Name of the journal's directory. */
    public static final String JOURNAL = "journal";
    /** Directory of a journal that {@code journal repair} has written and not yet put in place of the old one. */
    public static final String REPAIRED = "journal.repaired";
    /** Name of the file through which the processes share a clock. */
    public static final String CLOCK = "clock";
    /** Version of the layout that this build writes and reads. */
    public static final int LAYOUT = 2;

    private static final String PROCESSES = "processes";
    private static final int ENGINE_PLACE = 0;
    private static final int DRIVER_PLACE = 1;
    private static final int FIRST_SLOT_PLACE = 2;
    /** Number of attempts to take the engine's place: a process that only checks the place may hold its lock for microseconds. */
    private static final int ENGINE_ATTEMPTS = 20;
    private static final long ENGINE_PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Path root;
    private final LockTable places;

    private DataDirectory(final Path root) {
        this.root = root;
        places = new LockTable(root, PROCESSES, FIRST_SLOT_PLACE + StreamIds.MAX_GATEWAYS);
    }

    /**
     * Opens a data directory; a missing or empty directory is made into one.
     *
     * @param dir any path.
     * @return the data directory; its sub-directories exist.
     * @throws DataDirectoryException if the directory belongs to something else, has a newer layout, or cannot be written.
     */
    public static DataDirectory open(final Path dir) {
        final Path root = dir.toAbsolutePath().normalize();
        try {
            if (Files.exists(root) && !Files.isDirectory(root)) {
                throw new DataDirectoryException("The data directory " + root
                    + " is not a directory: give --data another path.");
            }
            Files.createDirectories(root);
            final Path real = root.toRealPath();
            DirectoryOwner.check(real.resolve(MARKER));
            if (!Files.isWritable(real)) {
                throw new DataDirectoryException("The data directory " + root + " cannot be written: let this user write it, or"
                    + " give --data another path.");
            }
            if (!Files.exists(real.resolve(MARKER))) {
                refuseForeign(real);
                writeMarker(real);
            }
            checkMarker(real);
            if (isRepairInterrupted(real)) {
                throw new DataDirectoryException("A repair of the journal in " + root + " was interrupted before its last step:"
                    + " finish it with ./patchbay journal repair " + root);
            }
            Files.createDirectories(real.resolve(JOURNAL));
            return new DataDirectory(real);
        } catch (final IOException e) {
            throw new DataDirectoryException("The data directory " + root + " cannot be used (" + e + "): let this user write it,"
                + " or give --data another path.", e);
        }
    }

    private static void refuseForeign(final Path root) throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            final String foreign = entries.map(entry -> entry.getFileName().toString())
                .filter(name -> !name.startsWith(MARKER) && !"lost+found".equals(name)).sorted().findFirst().orElse(null);
            // Another process may have written the marker meanwhile.
            if (foreign != null && !Files.exists(root.resolve(MARKER))) {
                if (Files.isDirectory(root.resolve(JOURNAL))) {
                    throw new DataDirectoryException("The data directory " + root + " has a journal, but its " + MARKER
                        + " is missing: " + restoration(root));
                }
                throw new DataDirectoryException("The directory " + root + " is not a Patchbay data directory (it has " + foreign
                    + " but no " + MARKER + "): give --data an empty directory or a new one.");
            }
        }
    }

    private static void writeMarker(final Path root) throws IOException {
        final Path temporary = root.resolve(MARKER + '.' + ProcessHandle.current().pid() + '-' + Thread.currentThread().getId());
        Files.writeString(temporary, "# Marks a Patchbay data directory. Do not edit.\nlayout=" + LAYOUT + '\n');
        Files.move(temporary, root.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void checkMarker(final Path root) throws IOException {
        final Path marker = root.resolve(MARKER);
        final Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(marker, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (final IllegalArgumentException e) {
            throw new DataDirectoryException("The file " + marker + " is damaged: " + restoration(root), e);
        }
        final int layout;
        try {
            layout = Integer.parseInt(properties.getProperty("layout", "").trim());
        } catch (final NumberFormatException e) {
            throw new DataDirectoryException("The file " + marker + " is damaged: " + restoration(root), e);
        }
        if (layout > LAYOUT) {
            throw new DataDirectoryException("The data directory " + root + " has layout " + layout + ", this Patchbay knows up"
                + " to " + LAYOUT + ": use the newer version that wrote it, or give --data another directory.");
        }
    }

    /** Returns what to do about a marker that is lost: a repair makes it anew, of the journal that is there. */
    private static String restoration(final Path root) {
        return "restore it from a backup; or let its one line be layout=" + LAYOUT + ", and run ./patchbay journal repair " + root
            + ", which takes the journal as it is for whole.";
    }

    /**
     * Returns the path of this directory.
     *
     * @return absolute, with symbolic links resolved.
     */
    public Path root() {
        return root;
    }

    /**
     * Returns the directory of the Chronicle Queue.
     *
     * @return an existing directory.
     */
    public Path journalDir() {
        return root.resolve(JOURNAL);
    }

    /**
     * Takes the place of the one engine of this directory. Waits up to some seconds if another process is just taking or
     * releasing a place.
     *
     * @return null if there is an engine already.
     * @throws DataDirectoryException if the lock file cannot be used, or was removed while others use the directory.
     */
    public ProcessLock tryLockEngine() {
        for (int attempt = 1; ; attempt++) {
            final HeldPlace place = tryTake(ENGINE_PLACE, ENGINE_PLACE + 1);
            if (place != null) {
                place.write("engine: " + ProcessName.own());
                return new ProcessLock(place);
            }
            if (attempt == ENGINE_ATTEMPTS) {
                return null;
            }
            LockSupport.parkNanos(ENGINE_PAUSE_NS);
        }
    }

    /**
     * Takes the place of the process that runs this directory's media driver.
     *
     * @return null if another process runs it already.
     * @throws DataDirectoryException as {@link #tryLockEngine()}.
     */
    public ProcessLock tryLockDriver() {
        final HeldPlace place = tryTake(DRIVER_PLACE, DRIVER_PLACE + 1);
        return place == null ? null : new ProcessLock(place);
    }

    /**
     * Takes the first free slot for a gateway.
     *
     * @return null if all are taken.
     * @throws DataDirectoryException as {@link #tryLockEngine()}.
     */
    public GatewaySlot tryTakeSlot() {
        final HeldPlace place = tryTake(FIRST_SLOT_PLACE, FIRST_SLOT_PLACE + StreamIds.MAX_GATEWAYS);
        return place == null ? null : new GatewaySlot(place, place.number() - FIRST_SLOT_PLACE);
    }

    /**
     * Takes a place. The first process checks that no older version is at work, whose locks the others would not see, before it
     * admits others.
     */
    private HeldPlace tryTake(final int from, final int to) {
        final HeldPlace place = places.tryTake(from, to);
        if (place != null && places.isFirst()) {
            try {
                OldLocks.refuseIfHeld(root);
                places.share();
            } catch (final RuntimeException e) {
                place.close();
                throw e;
            }
        }
        return place;
    }

    @Override
    public boolean isSlotHeld(final int slot) {
        return places.isHeld(FIRST_SLOT_PLACE + slot);
    }

    @Override
    public long gatewayInSlot(final int slot) {
        final String text = places.text(FIRST_SLOT_PLACE + slot);
        final int end = text.indexOf(' ');
        try {
            return end < 0 ? 0 : Indexes.parse(text.substring(0, end));
        } catch (final NumberFormatException e) {
            return 0;
        }
    }

    /** Returns whether a repair was interrupted between its last two steps; the data directory has no journal then. */
    public static boolean isRepairInterrupted(final Path root) {
        return Files.isDirectory(root.resolve(REPAIRED)) && !Files.exists(root.resolve(JOURNAL));
    }
}
