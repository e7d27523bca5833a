package io.patchbay.aeron;

import io.patchbay.data.DataDirectory;
import io.patchbay.data.DataDirectoryException;
import io.patchbay.data.LockFile;
import io.patchbay.data.OwnDirectory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The directory of one data directory's media driver. Each driver gets a new directory with an unguessable name, in shared memory
 * if there is any, otherwise in the data directory. The file {@value #FILE} of the data directory names it to the other
 * processes. The directory is trusted only if it is no link, belongs to this user, has mode 0700, and names this data directory
 * as its own.
 *
 * <pre>
 * ROOT/patchbay-RANDOM/             mode 0700, made by the process that runs the driver
 * ROOT/patchbay-RANDOM/owner.lock   locked by that process; its line is the identity of the data directory
 * ROOT/patchbay-RANDOM/aeron/       Aeron's directory, which Aeron itself removes and makes, out of other users' reach
 * </pre>
 *
 * <p>{@link #make}, {@link #started}, {@link #fault} and {@link #remove} are for the holder of the driver lock, on one thread;
 * {@link #find} is for any process and thread.
 */
public final class DriverDirectory {
    /** Name of the file of the data directory that names the driver's directory. */
    public static final String FILE = "driver.dir";
    /** Name of Aeron's directory within the driver's directory. */
    public static final String AERON = "aeron";
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final String PREFIX = "patchbay-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "[0-9a-f]{32}");
    private static final String OWNER = "owner.lock";
    private static final String CNC = "cnc.dat";
    private static final int NAME_BYTES = 16;
    private static final int MAX_FILE_BYTES = 8_192;
    private static final Logger LOG = LoggerFactory.getLogger(DriverDirectory.class);

    private final Path data;
    private final Path wantedRoot;
    private final SecureRandom random = new SecureRandom();
    private Path made;
    private Object madeKey;
    private Object aeronKey;
    private Object cncKey;
    private LockFile owner;
    private String lastDoubt;

    /**
     * Creates an object; no directory is made yet.
     *
     * @param data the data directory.
     * @param root parent of the driver's directory; null for {@code /dev/shm}, or the data directory if that cannot be used.
     */
    public DriverDirectory(final DataDirectory data, final Path root) {
        this.data = data.root();
        wantedRoot = root == null ? null : root.toAbsolutePath().normalize();
    }

    /**
     * Makes a new directory and names it in the data directory. What a predecessor left is removed.
     *
     * @return Aeron's directory, which does not exist yet.
     * @throws DataDirectoryException if no directory can be made.
     */
    public Path make() {
        try {
            removePredecessor();
            final Path root = root();
            for (int tries = 0; made == null; tries++) {
                final Path dir = root.resolve(PREFIX + randomName());
                // The directory is named before it exists: if this process dies in between, its successor looks there.
                write(dir);
                try {
                    OwnDirectory.make(dir);
                    made = dir;
                } catch (final FileAlreadyExistsException e) {
                    if (tries > 0) {
                        throw e;
                    }
                }
            }
            madeKey = OwnDirectory.key(made);
            owner = LockFile.open(made.resolve(OWNER), true);
            if (owner.tryLock(0) == null) {
                throw new IOException(made.resolve(OWNER) + " is held by another process");
            }
            owner.write(0, identity());
            return made.resolve(AERON);
        } catch (final IOException | RuntimeException e) {
            remove();
            if (e instanceof DataDirectoryException known) {
                throw known;
            }
            throw new DataDirectoryException("The media driver's directory cannot be made (" + e + "): give --driver-dir another"
                + " directory.", e);
        }
    }

    /**
     * Notes the identities of the files that the driver has made. Called once it runs.
     *
     * @throws IOException if they cannot be read.
     */
    public void started() throws IOException {
        OwnDirectory.makePrivate(made.resolve(AERON));
        aeronKey = OwnDirectory.key(made.resolve(AERON));
        cncKey = OwnDirectory.key(made.resolve(AERON).resolve(CNC));
    }

    /**
     * Returns what is wrong with the directory of the running driver, so that no new client can find the driver any more.
     * Restores changed permissions and a changed or missing {@value #FILE}.
     *
     * @return text for the log; null if nothing is wrong.
     */
    public String fault() {
        try {
            final String fault = OwnDirectory.ownerFault(made);
            if (fault != null) {
                return made + " " + fault;
            }
            if (!madeKey.equals(OwnDirectory.key(made))) {
                return "another directory has taken the place of " + made;
            }
            keepPrivate(made);
            final Path aeron = made.resolve(AERON);
            if (!aeronKey.equals(OwnDirectory.key(aeron))) {
                return aeron + " was removed or replaced";
            }
            keepPrivate(aeron);
            if (!cncKey.equals(OwnDirectory.key(aeron.resolve(CNC)))) {
                return aeron.resolve(CNC) + " was removed or replaced";
            }
            if (OwnDirectory.key(made.resolve(OWNER)) == null) {
                return made.resolve(OWNER) + " was removed";
            }
            keepNamed();
            return null;
        } catch (final IOException e) {
            return made + " cannot be looked at (" + e + ")";
        }
    }

    /**
     * Removes the directory that {@link #make()} made, even if it was renamed within its root, and its name in the data
     * directory.
     */
    public void remove() {
        final Path dir = made;
        made = null;
        try {
            if (dir != null) {
                if (dir.equals(read())) {
                    Files.deleteIfExists(data.resolve(FILE));
                }
                final Path now = whereIs(dir);
                if (now != null) {
                    OwnDirectory.remove(now);
                }
            }
        } catch (final IOException e) {
            LOG.warn("the media driver's directory {} is left behind ({}): remove it by hand", dir, e.toString());
        } finally {
            madeKey = null;
            if (owner != null) {
                owner.close();
                owner = null;
            }
        }
    }

    /**
     * Returns the directory of the driver that another process, or another part of this one, runs for this data directory.
     *
     * @return Aeron's directory; null if the data directory names none, or one that cannot be trusted.
     */
    public Path find() {
        try {
            final Path dir = read();
            if (dir == null) {
                return null;
            }
            String doubt = OwnDirectory.fault(dir);
            if (doubt == null && !isOfThisData(dir)) {
                doubt = "belongs to another data directory";
            }
            final Path aeron = dir.resolve(AERON);
            if (doubt == null && Files.isSymbolicLink(aeron)) {
                doubt = "holds a link in place of Aeron's directory";
            }
            if (doubt == null) {
                return aeron;
            }
            doubt("its directory is not used: " + dir + " " + doubt);
        } catch (final IOException | RuntimeException e) {
            doubt(e.toString());
        }
        return null;
    }

    private void doubt(final String why) {
        if (!why.equals(lastDoubt)) {
            lastDoubt = why;
            LOG.warn("{}: {}", data.resolve(FILE), why);
        }
    }

    /**
     * Removes the directory that the data directory names, if its process is gone and it certainly belongs to this data
     * directory.
     */
    private void removePredecessor() throws IOException {
        final Path dir = read();
        if (dir != null && OwnDirectory.key(dir) != null) {
            final String fault = OwnDirectory.ownerFault(dir);
            if (fault != null) {
                LOG.warn("{} names {}, which {}: it is left alone", data.resolve(FILE), dir, fault);
            } else if (isOfThisData(dir) && !isInUse(dir)) {
                LOG.info("removing {}, which a media driver that is gone has left", dir);
                OwnDirectory.remove(dir);
            } else if (OwnDirectory.key(dir.resolve(OWNER)) == null && isEmpty(dir)) {
                Files.delete(dir);
            } else {
                LOG.warn("{} names {}, which another media driver uses or has left: it is left alone", data.resolve(FILE), dir);
            }
        }
        removeInsideData();
    }

    /** Removes driver directories within the data directory: these can only be a predecessor's, named or not. */
    private void removeInsideData() throws IOException {
        final Path inside = data.resolve(AERON);
        if (OwnDirectory.ownerFault(inside) == null) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(inside, PREFIX + "*")) {
                for (final Path dir : left) {
                    if (isName(dir) && OwnDirectory.ownerFault(dir) == null && !isInUse(dir)) {
                        OwnDirectory.remove(dir);
                    }
                }
            }
        }
    }

    private Path root() throws IOException {
        if (wantedRoot != null) {
            if (!isUsable(wantedRoot)) {
                throw new DataDirectoryException("The media driver's files cannot be kept in " + wantedRoot + ", which is no"
                    + " directory that this user may write: give --driver-dir another one.");
            }
            final String fault = OwnDirectory.parentFault(wantedRoot);
            if (fault != null) {
                throw new DataDirectoryException("The media driver's files cannot be kept in " + wantedRoot + ", which " + fault
                    + ": give --driver-dir another directory.");
            }
            return wantedRoot.toRealPath();
        }
        if (isUsable(SHARED_MEMORY)) {
            final Path real = SHARED_MEMORY.toRealPath();
            final String fault = OwnDirectory.parentFault(real);
            if (fault == null) {
                return real;
            }
            LOG.warn("{} {}: the media driver's files are kept in the data directory", real, fault);
        }
        final Path inside = data.resolve(AERON);
        if (OwnDirectory.key(inside) == null) {
            OwnDirectory.make(inside);
        }
        final String fault = OwnDirectory.ownerFault(inside);
        if (fault != null) {
            throw new DataDirectoryException("The media driver's files cannot be kept in " + inside + ", which " + fault
                + ": remove it, or give --driver-dir a directory.");
        }
        OwnDirectory.makePrivate(inside);
        return inside;
    }

    private static boolean isUsable(final Path root) {
        return Files.isDirectory(root) && Files.isWritable(root);
    }

    private String randomName() {
        final byte[] bytes = new byte[NAME_BYTES];
        random.nextBytes(bytes);
        final StringBuilder name = new StringBuilder();
        for (final byte b : bytes) {
            name.append(String.format("%02x", b));
        }
        return name.toString();
    }

    /** Returns the identity of the data directory. A copy has another identity; a renamed directory keeps its own. */
    private String identity() throws IOException {
        return "data " + OwnDirectory.key(data);
    }

    private boolean isOfThisData(final Path dir) throws IOException {
        final Path lock = dir.resolve(OWNER);
        try (LockFile file = Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS) ? LockFile.open(lock, false) : null) {
            return file != null && identity().equals(file.read(0));
        }
    }

    /** Returns whether the process that made a directory lives. */
    private static boolean isInUse(final Path dir) throws IOException {
        try (LockFile file = LockFile.open(dir.resolve(OWNER), false)) {
            return file != null && file.isHeld(0);
        }
    }

    private static boolean isName(final Path dir) {
        return NAME.matcher(dir.getFileName().toString()).matches();
    }

    private static boolean isEmpty(final Path dir) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(dir)) {
            return !entries.iterator().hasNext();
        }
    }

    /** Returns where a directory of this process is now: at its path, renamed beside it, or null if it is gone. */
    private Path whereIs(final Path dir) throws IOException {
        if (madeKey == null || madeKey.equals(OwnDirectory.key(dir))) {
            return OwnDirectory.ownerFault(dir) == null ? dir : null;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(dir.getParent())) {
            for (final Path other : entries) {
                if (madeKey.equals(OwnDirectory.key(other)) && OwnDirectory.ownerFault(other) == null) {
                    return other;
                }
            }
        }
        return null;
    }

    private static void keepPrivate(final Path dir) throws IOException {
        if (!OwnDirectory.isPrivate(dir)) {
            OwnDirectory.makePrivate(dir);
            LOG.warn("the permissions of the media driver's directory {} had been changed: it is open to its owner only again",
                dir);
        }
    }

    /**
     * Restores the name of the driver's directory. A data directory that cannot be written now is no fault of the driver's
     * directory.
     */
    private void keepNamed() throws IOException {
        if (!made.equals(read())) {
            try {
                write(made);
                LOG.warn("{} no longer named the media driver's directory {}: written anew", data.resolve(FILE), made);
            } catch (final IOException e) {
                doubt("it cannot be made to name " + made + " (" + e + ")");
            }
        }
    }

    /** Returns the directory that the data directory names, or null. */
    private Path read() throws IOException {
        final Path file = data.resolve(FILE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        final byte[] bytes;
        try (var channel = Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            final ByteBuffer buffer = ByteBuffer.allocate(MAX_FILE_BYTES);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                Thread.onSpinWait();
            }
            bytes = Arrays.copyOf(buffer.array(), buffer.position());
        } catch (final NoSuchFileException e) {
            return null;
        } catch (final IOException e) {
            doubt("it cannot be read (" + e + ")");
            return null;
        }
        final String text = new String(bytes, StandardCharsets.UTF_8);
        final int end = text.indexOf('\n');
        if (end <= 0 || text.indexOf('\0') >= 0) {
            return null;
        }
        final Path dir = Path.of(text.substring(0, end));
        return dir.isAbsolute() && dir.equals(dir.normalize()) && dir.getFileName() != null && isName(dir) ? dir : null;
    }

    private void write(final Path dir) throws IOException {
        final Path temporary = data.resolve(FILE + ".new");
        Files.deleteIfExists(temporary);
        try (var channel = Files.newByteChannel(temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(StandardCharsets.UTF_8.encode(dir + "\n"));
        }
        try {
            Files.move(temporary, data.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (final AtomicMoveNotSupportedException e) {
            throw new IOException("no atomic rename in " + data, e);
        }
    }
}
