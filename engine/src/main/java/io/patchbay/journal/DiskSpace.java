package io.patchbay.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.util.Locale;

/**
 * How much room the file system of a journal has for records: kept by the journal's own thread and by its writers, read by
 * whoever appends. Any thread; {@link #level()} is one volatile read.
 */
public final class DiskSpace {
    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);
    private static final double MIB = 1 << 20;
    /** What has to be free again on top of the floor, as a part of it, before new messages are taken. */
    private static final int RECOVERY_PART = 8;

    private static final DiskSpace UNLIMITED = new DiskSpace(Path.of(""), 0);

    private final Path dir;
    private final long minFreeBytes;
    private volatile DiskLevel level = DiskLevel.OPEN;
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

    /** A writer or the watch has found it worse than it was thought to be. */
    synchronized void worsen(final DiskLevel found) {
        if (found.compareTo(level) > 0) {
            change(found);
        }
    }

    /** A writer or the watch has looked while it made room. */
    void used(final long free) {
        if (free < minFreeBytes && level == DiskLevel.OPEN) {
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
        final boolean wasLow = level != DiskLevel.OPEN;
        final boolean isLow = free < minFreeBytes + (wasLow ? minFreeBytes / RECOVERY_PART : 0);
        final DiskLevel found = byRoom == DiskLevel.OPEN && isLow ? DiskLevel.LOW : byRoom;
        if (found != level) {
            change(found);
        } else if (wasLow) {
            reason = describe(found);
        }
    }

    private void change(final DiskLevel found) {
        if (found == DiskLevel.OPEN) {
            level = found;
            LOG.info("disk of {}: {} free, new messages are taken again", dir, mib(freeBytes));
        } else {
            // Before the level: whoever sees that has words for it.
            reason = describe(found);
            level = found;
            LOG.warn("disk of {} {}: {}; free some space", dir, found, reason);
        }
    }

    private String describe(final DiskLevel found) {
        final String free = "the server's disk has " + mib(freeBytes) + " free";
        return switch (found) {
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
