package io.patchbay.journal.file;

import io.patchbay.data.JournalException;
import io.patchbay.journal.record.Field;
import io.patchbay.journal.record.FormatException;

import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.RollingResourcesCache;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds the journal's files by the number of their cycle, as the directory has them now. Any thread.
 */
public final class CycleFiles {
    /** The first four bytes of a record. */
    static final int KIND = Field.KIND.header()[0] & 0xff | 'k' << 8 | 'i' << 16 | 'n' << 24;
    /** Bytes that are searched for records in a file without a head: more than its index takes. */
    private static final long HEADLESS_BYTES = 1L << 24;
    private static final int STEP_BYTES = 1 << 16;

    private CycleFiles() {
    }

    /** Returns all files, the oldest first. */
    public static TreeMap<Integer, Path> list(final Path dir, final RollCycle rollCycle) {
        final TreeMap<Integer, Path> files = new TreeMap<>();
        if (!Files.isDirectory(dir)) {
            return files;
        }
        final RollingResourcesCache names = names(dir, rollCycle);
        for (final Path file : QueueFiles.list(dir)) {
            final String name = file.getFileName().toString();
            if (name.endsWith(QueueFiles.SUFFIX)) {
                files.put(cycle(names, file, name.substring(0, name.length() - QueueFiles.SUFFIX.length())), file);
            }
        }
        return files;
    }

    /** Returns the cycle in the name of a file. */
    public static int cycleOf(final Path dir, final RollCycle rollCycle, final Path file) {
        final String name = file.getFileName().toString();
        return cycle(names(dir, rollCycle), file, name.substring(0, name.length() - QueueFiles.SUFFIX.length()));
    }

    /** Returns the file of a cycle, which need not exist. */
    public static Path path(final Path dir, final RollCycle rollCycle, final int cycle) {
        return names(dir, rollCycle).resourceFor(cycle).path.toPath();
    }

    /** Returns the roll cycle that the newest file's name belongs to. Used where no table holds it. */
    public static RollCycle rollCycle(final Path dir, final RollCycle defaultCycle) {
        final Path newest = Files.isDirectory(dir) ? QueueFiles.newest(dir) : null;
        if (newest != null && !isNamedBy(dir, newest, defaultCycle)) {
            for (final RollCycle other : RollCycleNames.all()) {
                if (isNamedBy(dir, newest, other)) {
                    return other;
                }
            }
        }
        return defaultCycle;
    }

    private static boolean isNamedBy(final Path dir, final Path file, final RollCycle rollCycle) {
        final RollingResourcesCache names = names(dir, rollCycle);
        final String name = file.getFileName().toString();
        try {
            final int cycle = names.parseCount(name.substring(0, name.length() - QueueFiles.SUFFIX.length()));
            return names.resourceFor(cycle).path.getName().equals(name);
        } catch (final RuntimeException e) {
            return false;
        }
    }

    private static RollingResourcesCache names(final Path dir, final RollCycle rollCycle) {
        return new RollingResourcesCache(rollCycle, rollCycle.defaultEpoch(),
            name -> dir.resolve(name + QueueFiles.SUFFIX).toFile(),
            file -> file.getName().substring(0, file.getName().length() - QueueFiles.SUFFIX.length()));
    }

    private static int cycle(final RollingResourcesCache names, final Path file, final String name) {
        try {
            return names.parseCount(name);
        } catch (final RuntimeException e) {
            throw JournalException.unavailable("The file " + file
                + " is not named as this journal's files are: move it elsewhere.", e);
        }
    }

    /** Throws if a file without a head has records: Chronicle would create the file anew and move the old one away. */
    public static void requireNoRecords(final CycleFile file) {
        final long length = Math.min(file.length(), HEADLESS_BYTES);
        for (long at = 0; at < length; at += STEP_BYTES) {
            final int bytes = (int)Math.min(STEP_BYTES, length - at);
            for (int i = 0; file.has(at, bytes) && i + Integer.BYTES <= bytes; i += Integer.BYTES) {
                if (file.intAt(at + i) == KIND) {
                    // The process that creates the file may have written the head meanwhile.
                    if (CycleHead.read(file) != null) {
                        return;
                    }
                    throw JournalException.damagedFile(file.path(), 0, "no head, but records");
                }
            }
        }
    }

    /**
     * Returns the first file after a cycle that has a head, or null. A file without one is being created, or its creator was
     * killed meanwhile.
     */
    public static Map.Entry<Integer, Path> after(final Path dir, final RollCycle rollCycle, final int cycle) {
        for (final Map.Entry<Integer, Path> entry : list(dir, rollCycle).tailMap(cycle, false).entrySet()) {
            try (CycleFile file = CycleFile.open(entry.getValue())) {
                if (CycleHead.read(file) != null) {
                    return entry;
                }
                requireNoRecords(file);
            } catch (final FormatException e) {
                return entry;
            }
        }
        return null;
    }
}
