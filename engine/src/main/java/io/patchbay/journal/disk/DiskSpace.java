package io.patchbay.journal.disk;


import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The space that a journal has for records, on its file system and in the index range of its newest file. The {@code DiskWatch}
 * and the writers update it; whoever appends reads it. Any thread; {@link #level()} is one volatile read.
 */
public final class DiskSpace {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);
    private static final double MIB = 1 << 20;
    /** Part of the floor that must be free on top of the floor before new messages are accepted again. */
    private static final int RECOVERY_PART = 8;

    /** A warning is logged at each eighth of a file's records, from the sixth on. */
    private static final long WARNING_PARTS = 8;
    private static final long FIRST_WARNING_PART = 6;

    private static final DiskSpace UNLIMITED = new DiskSpace(Path.of(""), 0);

    private final Path dir;
    private final long minFreeBytes;
    private DiskLevel fileLevel = DiskLevel.OPEN;
    private long warnedPart;
    private volatile DiskLevel diskLevel = DiskLevel.OPEN;
    private volatile DiskLevel level = DiskLevel.OPEN;
    private volatile long fileRecords;
    private volatile long maxFileRecords = Long.MAX_VALUE;
    private volatile long freeBytes = Long.MAX_VALUE;
    private volatile String reason = "";

    public DiskSpace(final Path dir, final long minFreeBytes) {
        this.dir = dir;
        this.minFreeBytes = minFreeBytes;
    }

    /**
     * Returns a space without limits, for a journal that is not watched.
     *
     * @return an object whose level is always {@link DiskLevel#OPEN}.
     */
    public static DiskSpace unlimited() {
        return UNLIMITED;
    }

    /**
     * Returns the level of space.
     *
     * @return the level of the last look, at most a tenth of a second ago; a writer that finds less space lowers it at once.
     */
    public DiskLevel level() {
        return level;
    }

    /**
     * Returns the bytes that are free for this user.
     *
     * @return the bytes at the last look; {@link Long#MAX_VALUE} before the first.
     */
    public long freeBytes() {
        return freeBytes;
    }

    /**
     * Returns why records are refused, for a client or an operator. A thread that has seen a {@link #level()} that refuses finds
     * a text here, even if space has returned meanwhile.
     *
     * @return one ASCII line: what is free, what is needed, and that it goes on by itself. The last text while there is enough
     *     space; empty if there always was.
     */
    public String reason() {
        return reason;
    }

    /**
     * Returns what is short: {@code disk}, or {@code file} if the journal's newest file has nearly as many records as its indexes
     * can count.
     *
     * @return the cause of the current level.
     */
    public synchronized String cause() {
        return isByFile() ? "file" : "disk";
    }

    /**
     * Returns the number of records in the journal's newest file.
     *
     * @return the count at the last look.
     */
    public long fileRecords() {
        return fileRecords;
    }

    /**
     * Returns the maximum number of records in one of the journal's files.
     *
     * @return {@link Long#MAX_VALUE} before the first look.
     */
    public long maxFileRecords() {
        return maxFileRecords;
    }

    /** Lowers the level of the disk, if a writer or the watch has found less space than was known. */
    synchronized void worsen(final DiskLevel found) {
        if (found.compareTo(diskLevel) > 0) {
            diskLevel = found;
            publish();
        }
    }

    /** Sets the number of records in the newest file, as counted by a writer or the watch. */
    public synchronized void fills(final DiskLevel found, final long records, final long max) {
        maxFileRecords = max;
        fileRecords = records;
        final long part = records * WARNING_PARTS / max;
        if (part < warnedPart) {
            warnedPart = 0;
        } else if (part > warnedPart && part >= FIRST_WARNING_PART) {
            warnedPart = part;
            LOG.warn("the newest file of the journal in {} has {} of at most {} records: nothing new is taken near the end, until"
                + " the next file begins; a data directory with a shorter --roll-cycle takes more", dir, records, max);
        }
        if (found != fileLevel) {
            fileLevel = found;
            publish();
        }
    }

    /** Notes the free bytes that a writer or the watch found while it allocated space. */
    void used(final long free) {
        if (free < minFreeBytes && diskLevel == DiskLevel.OPEN) {
            freeBytes = free;
            worsen(DiskLevel.LOW);
        }
    }

    /**
     * Sets what the watch has found.
     *
     * @param free   free bytes.
     * @param byRoom level that the newest file's allocated space allows; this object itself decides about {@link DiskLevel#LOW}.
     */
    public synchronized void looked(final long free, final DiskLevel byRoom) {
        freeBytes = free;
        final boolean wasLow = diskLevel != DiskLevel.OPEN;
        final boolean isLow = free < minFreeBytes + (wasLow ? minFreeBytes / RECOVERY_PART : 0);
        final DiskLevel found = byRoom == DiskLevel.OPEN && isLow ? DiskLevel.LOW : byRoom;
        if (found != diskLevel) {
            diskLevel = found;
            publish();
        } else if (wasLow && !isByFile()) {
            reason = describe();
        }
    }

    private boolean isByFile() {
        return fileLevel != DiskLevel.OPEN && fileLevel.compareTo(diskLevel) >= 0;
    }

    private void publish() {
        final DiskLevel found = isByFile() ? fileLevel : diskLevel;
        if (found == level) {
            return;
        }
        if (found == DiskLevel.OPEN) {
            level = found;
            LOG.info("journal in {}: {} free, new messages are taken again", dir, mib(freeBytes));
        } else {
            // The reason is set before the level, so that whoever sees the level finds its reason.
            reason = describe();
            level = found;
            LOG.warn("journal in {} {} {}: {}{}", dir, cause(), found, reason, isByFile() ? "" : "; free some space");
        }
    }

    private String describe() {
        if (isByFile()) {
            final String count = "the journal's newest file has " + fileRecords + " of at most " + maxFileRecords + " records: ";
            return count + switch (fileLevel) {
                case LOW -> "nothing new is taken until the next one begins";
                case RESERVE -> "only replies are taken until the next one begins";
                default -> "nothing is taken until the next one begins";
            };
        }
        final String free = "the server's disk has " + mib(freeBytes) + " free";
        return switch (diskLevel) {
            case OPEN -> free;
            case LOW -> free + ", below its floor of " + mib(minFreeBytes) + ": nothing new is taken until there is more";
            case RESERVE -> free + ": only replies are taken, from the journal's reserve, until there is more";
            case LAST, FULL -> free + " and the journal's reserve is used up: nothing is taken until there is more";
        };
    }

    private static String mib(final long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / MIB);
    }
}
