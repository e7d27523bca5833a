package io.patchbay.snapshot;

import io.patchbay.data.JournalException;
import io.patchbay.delivery.FrameMarks;
import io.patchbay.engine.Engine;
import io.patchbay.journal.Journal;
import io.patchbay.journal.disk.DirectorySync;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The directory of a journal's snapshots, {@code DATA/snapshots}. Each snapshot is one file, with its index in the name. A file
 * gets that name only once it is whole and on the disk. The process with the engine's lock writes; any process may read.
 */
public final class Snapshots implements SnapshotStore {
    /** Name of the directory, beside the journal's. */
    public static final String DIRECTORY = "snapshots";
    /** Number of snapshots that are kept: two that retention relies on, and one more as a fallback. */
    public static final int KEPT = 3;

    private static final String SUFFIX = ".snapshot";
    private static final String TEMPORARY = ".part";
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{16}" + Pattern.quote(SUFFIX));
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final Journal journal;
    private final Path dir;

    /**
     * Creates the directory's object; nothing is read or written yet.
     *
     * @param journal the journal, beside whose directory they are.
     */
    public Snapshots(final Journal journal) {
        this.journal = journal;
        dir = journal.dir().resolveSibling(DIRECTORY);
    }

    @Override
    public Path dir() {
        return dir;
    }

    @Override
    public Journal journal() {
        return journal;
    }

    /**
     * Returns the files, newest first, usable or not.
     *
     * @return a new list.
     * @throws SnapshotException if the directory cannot be read.
     */
    public List<Path> files() {
        return files(dir);
    }

    /**
     * Returns the snapshots' files in a directory, newest first, usable or not.
     *
     * @param dir a directory, which need not exist.
     * @return a new list.
     * @throws SnapshotException if the directory cannot be read.
     */
    public static List<Path> files(final Path dir) {
        if (!Files.isDirectory(dir)) {
            return new ArrayList<>();
        }
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> NAME.matcher(file.getFileName().toString()).matches())
                .sorted(Comparator.comparing((Path file) -> file.getFileName().toString()).reversed())
                .collect(Collectors.toCollection(ArrayList::new));
        } catch (final IOException | UncheckedIOException e) {
            throw new SnapshotException("The directory " + dir + " cannot be read (" + e + "): let this user read it", e);
        }
    }

    /**
     * Returns the index in a file's name.
     *
     * @param file a file from {@link #files()}.
     * @return the last record in its state, by its name.
     */
    public static long indexOf(final Path file) {
        final String name = file.getFileName().toString();
        return Long.parseUnsignedLong(name.substring(0, name.length() - SUFFIX.length()), 16);
    }

    @Override
    public Snapshot newest(final Predicate<? super StoredSnapshot> isGood) {
        return find(isGood);
    }

    /** Returns the newest usable snapshot that a predicate accepts. Logs why it skips others. */
    private Snapshot find(final Predicate<? super Snapshot> isGood) {
        for (final Path file : files()) {
            try {
                final Snapshot snapshot = Snapshot.open(file);
                if (!snapshot.isOf(journal)) {
                    LOG.warn("Snapshot {} is ignored: its record is not in the journal", file);
                } else if (isGood.test(snapshot)) {
                    return snapshot;
                }
            } catch (final SnapshotException e) {
                LOG.warn("{}. Trying the snapshot before it", e.getMessage());
            }
        }
        return null;
    }

    /**
     * Requires that the journal has all records that its snapshots know of: a snapshot is written only when its records are on
     * the disk, so one beyond the journal's end proves that records are missing.
     *
     * @throws JournalException if there is a whole snapshot beyond the end.
     */
    public void requireNoneBeyondEnd() {
        // Listed before the end is found, since a live journal grows meanwhile.
        final List<Path> files = files();
        final JournalException beyond = files.isEmpty() ? null : beyondEnd(files, journal.dir(), journal.lastIndex());
        if (beyond != null) {
            throw beyond;
        }
    }

    /**
     * Looks for a whole snapshot beyond a journal's end.
     *
     * @param files     snapshots, newest first.
     * @param dir       of the journal.
     * @param lastIndex last record of the journal, 0 for none.
     * @return an exception that describes it; null where there is none.
     */
    public static JournalException beyondEnd(final List<Path> files, final Path dir, final long lastIndex) {
        for (final Path file : files) {
            final long index = indexOf(file);
            if (index > lastIndex && isWhole(file)) {
                return JournalException.beyondEnd(dir, file, index, lastIndex);
            }
        }
        return null;
    }

    private static boolean isWhole(final Path file) {
        try {
            return Snapshot.open(file).head().index() == indexOf(file);
        } catch (final SnapshotException e) {
            LOG.warn("{}. It is ignored", e.getMessage());
            return false;
        }
    }

    /**
     * Returns all snapshots that are whole and of this journal, oldest first. Logs what is wrong with others.
     *
     * @return a new list.
     */
    public List<Snapshot> all() {
        final List<Snapshot> all = new ArrayList<>();
        find(snapshot -> {
            all.add(0, snapshot);
            return false;
        });
        return all;
    }

    @Override
    public long write(final Engine engine, final long recordTimeNs, final FrameMarks marks) {
        final Path file = dir.resolve(String.format(Locale.ROOT, "%016x", engine.index()) + SUFFIX);
        final Path temporary = dir.resolve(file.getFileName() + TEMPORARY);
        try {
            Files.createDirectories(dir);
            final long bytes;
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
                final ChecksumSink sink = new ChecksumSink() {
                    @Override
                    void take(final ByteBuffer full) throws IOException {
                        while (full.hasRemaining()) {
                            channel.write(full);
                        }
                    }
                };
                Snapshot.write(sink, SnapshotHead.of(engine, recordTimeNs), marks, engine);
                channel.force(true);
                bytes = sink.bytes();
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            DirectorySync.force(dir);
            return bytes;
        } catch (final IOException | UncheckedIOException e) {
            try {
                Files.deleteIfExists(temporary);
            } catch (final IOException also) {
                e.addSuppressed(also);
            }
            throw new SnapshotException("The snapshot " + file + " cannot be written (" + e
                + "): look at the disk and its free space", e);
        }
    }

    /**
     * Removes all but the newest {@link #KEPT}, those of records that retention has removed or a loss of power has taken, and the
     * temporary files of writers that were killed.
     */
    public void removeOld() {
        try {
            final List<Path> files = files();
            final long pruned = journal.prunedBefore();
            final long last = journal.lastIndex();
            int kept = 0;
            for (final Path file : files) {
                final long index = indexOf(file);
                if (index < pruned || index > last || ++kept > KEPT) {
                    Files.deleteIfExists(file);
                }
            }
            if (Files.isDirectory(dir)) {
                try (Stream<Path> left = Files.list(dir)) {
                    for (final Path file : (Iterable<Path>)left.filter(name -> name.toString().endsWith(TEMPORARY))::iterator) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        } catch (final IOException | UncheckedIOException e) {
            throw new SnapshotException("Old snapshots in " + dir + " cannot be removed (" + e + "): let this user write there",
                e);
        }
    }
}
