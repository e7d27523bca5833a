package io.patchbay.journal;

import io.patchbay.protocol.Indexes;
import io.patchbay.protocol.Streams;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The directory that holds everything of one Patchbay: its layout, marker and locks. Opened by every process that works on it;
 * the replay tool reads without it. Any thread.
 *
 * <pre>
 * patchbay.properties      marks the directory: its layout version, whose journal is in it, and how far that is known to go
 * journal/                 the Chronicle Queue
 * snapshots/               the state at some indexes, one file each
 * engine.lock              held by the one engine
 * driver.lock              held by the process that runs the media driver
 * gateways/slot-K.lock     held by the gateway in slot K; its first line is the index of its gateway-started record
 * </pre>
 */
public final class DataDirectory {
    /** Name of the marker file. */
    public static final String MARKER = "patchbay.properties";
    /** Name of the journal's directory. */
    public static final String JOURNAL = "journal";
    /** The layout that this version writes and reads. */
    public static final int LAYOUT = 2;

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private final Path root;

    private DataDirectory(final Path root) {
        this.root = root;
    }

    /**
     * Opens a data directory; an absent or empty one is made into one.
     *
     * @param dir any path.
     * @return ready for use, its sub-directories there.
     * @throws DataDirectoryException where it belongs to something else, is of a newer layout, or cannot be written.
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
            if (!Files.isWritable(real)) {
                throw new DataDirectoryException("The data directory " + root + " cannot be written: let this user write it, or"
                    + " give --data another path.");
            }
            if (!Files.exists(real.resolve(MARKER))) {
                refuseForeign(real);
                writeMarker(real);
            }
            checkMarker(real);
            if (JournalRepair.isInterrupted(real)) {
                throw new DataDirectoryException("A repair of the journal in " + root + " was interrupted before its last step:"
                    + " finish it with ./patchbay journal repair " + root);
            }
            Files.createDirectories(real.resolve(JOURNAL));
            Files.createDirectories(real.resolve("gateways"));
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
            // Another process may have made it ours in the meantime.
            if (foreign != null && !Files.exists(root.resolve(MARKER))) {
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
            throw new DataDirectoryException("The file " + marker + " is damaged: restore it, its one line is layout=" + LAYOUT
                + '.', e);
        }
        final int layout;
        try {
            layout = Integer.parseInt(properties.getProperty("layout", "").trim());
        } catch (final NumberFormatException e) {
            throw new DataDirectoryException("The file " + marker + " is damaged: restore it, its one line is layout=" + LAYOUT
                + '.', e);
        }
        if (layout > LAYOUT) {
            throw new DataDirectoryException("The data directory " + root + " has layout " + layout + ", this Patchbay knows up"
                + " to " + LAYOUT + ": use the newer version that wrote it, or give --data another directory.");
        }
    }

    /**
     * Where it is.
     *
     * @return absolute, symbolic links resolved.
     */
    public Path root() {
        return root;
    }

    /**
     * Directory of the Chronicle Queue.
     *
     * @return an existing directory.
     */
    public Path journalDir() {
        return root.resolve(JOURNAL);
    }

    /**
     * Lock file of a gateway's slot.
     *
     * @param slot 0 to {@link Streams#MAX_GATEWAYS} - 1.
     * @return a file that need not exist.
     */
    public Path slotLock(final int slot) {
        return root.resolve("gateways").resolve("slot-" + slot + ".lock");
    }

    /**
     * Becomes the one engine of this directory.
     *
     * @return null where there is one already.
     */
    public ProcessLock tryLockEngine() {
        return ProcessLock.tryLock(root.resolve("engine.lock"), ProcessLock::new);
    }

    /**
     * Becomes the one who runs this directory's media driver.
     *
     * @return null where somebody does already.
     */
    public ProcessLock tryLockDriver() {
        return ProcessLock.tryLock(root.resolve("driver.lock"), ProcessLock::new);
    }

    /**
     * Takes the first free slot for a gateway.
     *
     * @return null where all are taken.
     */
    public GatewaySlot tryTakeSlot() {
        for (int i = 0; i < Streams.MAX_GATEWAYS; i++) {
            final int number = i;
            final GatewaySlot slot = ProcessLock.tryLock(slotLock(i), (file, channel) -> new GatewaySlot(file, channel, number));
            if (slot != null) {
                slot.writeLine("");
                return slot;
            }
        }
        return null;
    }

    /**
     * Is there a living gateway in a slot?
     *
     * @param slot 0 to {@link Streams#MAX_GATEWAYS} - 1.
     * @return false also where there never was one.
     */
    public boolean isSlotHeld(final int slot) {
        return ProcessLock.isHeld(slotLock(slot));
    }

    /**
     * Has another process an engine or a gateway on this directory?
     *
     * @return false also where this process has.
     */
    public boolean isOpenElsewhere() {
        boolean isOpen = ProcessLock.isHeldElsewhere(root.resolve("engine.lock"));
        for (int slot = 0; slot < Streams.MAX_GATEWAYS && !isOpen; slot++) {
            isOpen = ProcessLock.isHeldElsewhere(slotLock(slot));
        }
        return isOpen;
    }

    /**
     * Which gateway holds, or held last, a slot?
     *
     * @param slot 0 to {@link Streams#MAX_GATEWAYS} - 1.
     * @return index of its gateway-started record; 0 where it has not yet written one.
     */
    public long gatewayInSlot(final int slot) {
        final String line = ProcessLock.firstLine(slotLock(slot));
        try {
            return line.isEmpty() ? 0 : Indexes.parse(line);
        } catch (final NumberFormatException e) {
            return 0;
        }
    }

    /**
     * Directory of this data directory's media driver: in shared memory where there is some, else inside the data directory.
     * The same for every process of this user.
     *
     * @return need not exist.
     */
    public Path aeronDir() {
        if (Files.isDirectory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY)) {
            final String user = System.getProperty("user.name", "user").replaceAll("[^A-Za-z0-9._-]", "_");
            return SHARED_MEMORY.resolve("patchbay-" + user + '-' + Long.toHexString(hash(root.toString())));
        }
        return root.resolve("aeron");
    }

    /** FNV-1a: the same in every process and version. */
    private static long hash(final String text) {
        long hash = 0xcbf29ce484222325L;
        for (final byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b & 0xff) * 0x100000001b3L;
        }
        return hash;
    }
}
