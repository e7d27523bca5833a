package io.patchbay.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.Locale;

/**
 * How much room a journal has for records, on its file system and in the indexes of its newest file: kept by the journal's own
 * thread and by its writers, read by whoever appends. Any thread; {@link #level()} is one volatile read.
 */
public final class DiskSpace {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);
    private static final double MIB = 1 << 20;
    /** What has to be free again on top of the floor, as a part of it, before new messages are taken. */
    private static final int RECOVERY_PART = 8;

    /** A warning at each eighth of a file's records, from the sixth on. */
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

    DiskSpace(final Path dir, final long minFreeBytes) {
        this.dir = dir;
        this.minFreeBytes = minFreeBytes;
    }

    /**
     * Room for as many records as one likes: where nothing is watched.
     *
     * @return always {@link DiskLevel#OPEN}.
     */
    public static DiskSpace unlimited() {
        return UNLIMITED;
    }

    /**
     * How much room there is.
     *
     * @return as last looked at, a tenth of a second ago at the most; worse at once when a writer finds it so.
     */
    public DiskLevel level() {
        return level;
    }

    /**
     * Free bytes for this user, as last looked at.
     *
     * @return {@link Long#MAX_VALUE} before the first look.
     */
    public long freeBytes() {
        return freeBytes;
    }

    /**
     * Why something is refused, for a client or an operator: whoever has seen a {@link #level()} that refuses finds words here,
     * even where space has returned in between.
     *
     * @return one ASCII line: what is free, what is wanted, and that it goes on by itself; as it was last, while all is well;
     *     empty where it was always.
     */
    public String reason() {
        return reason;
    }

    /**
     * What is short: {@code disk}, or {@code file} where the journal's newest file has nearly as many records as its indexes can
     * count.
     *
     * @return of the level as it is now.
     */
    public synchronized String cause() {
        return isByFile() ? "file" : "disk";
    }

    /**
     * How many records the journal's newest file has.
     *
     * @return as last looked at.
     */
    public long fileRecords() {
        return fileRecords;
    }

    /**
     * How many records one of the journal's files can have.
     *
     * @return {@link Long#MAX_VALUE} before the first look.
     */
    public long maxFileRecords() {
        return maxFileRecords;
    }

    /** A writer or the watch has found the disk worse than it was thought to be. */
    synchronized void worsen(final DiskLevel found) {
        if (found.compareTo(diskLevel) > 0) {
            diskLevel = found;
            publish();
        }
    }

    /** A writer or the watch has looked how many records the newest file has. */
    synchronized void fills(final DiskLevel found, final long records, final long max) {
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

    /** A writer or the watch has looked while it made room. */
    void used(final long free) {
        if (free < minFreeBytes && diskLevel == DiskLevel.OPEN) {
            freeBytes = free;
            worsen(DiskLevel.LOW);
        }
    }

    /**
     * The watch has looked.
     *
     * @param free   bytes.
     * @param byRoom what the newest file's room allows; {@link DiskLevel#LOW} is for this object to find.
     */
    synchronized void looked(final long free, final DiskLevel byRoom) {
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
            // Before the level: whoever sees that has words for it.
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
