package io.patchbay.journal;

import net.openhft.chronicle.bytes.MappedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;

/**
 * The part of the newest file that is really there on the disk, ahead of what is written: a mapped page without a block behind
 * it would end the process (SIGBUS) once the disk is full. Kept well ahead by the {@link DiskWatch}; a writer that comes to its
 * end before that sees to it itself. Any thread.
 *
 * <p>What lies ahead is the journal's reserve: when it can no longer be filled up, the {@link DiskSpace} gets worse the less
 * there is, and the very last of it is not written to.
 */
final class FileRoom implements AutoCloseable {
    /** Kept free behind each record: the queue's own tables and the next header go there. */
    static final long SLACK_BYTES = 1 << 20;
    /** On top of the reserve, at least: it grows in such steps. */
    static final long STEP_BYTES = 4 << 20;
    /** What a record of another process may take at the most that is not known yet. */
    private static final long RECORD_BYTES = 64 << 10;
    private static final long MAX_STEP_BYTES = 32 << 20;
    /** A writer on the reserve asks anew after so many parts of it. */
    private static final int PARTS = 64;
    private static final Logger LOG = LoggerFactory.getLogger(FileRoom.class);

    private final DiskSpace space;
    private final long reserveBytes;
    private Fallocate file;
    private File left;
    private long leftHeader;
    private long allocated;
    private long written;
    /** Of some record, the later the better, or where the next will be. */
    private long header;
    private long seen;
    private boolean isShort;
    private boolean isUnsupported;
    private boolean hasWarned;

    FileRoom(final DiskSpace space, final long reserveBytes) {
        this.space = space;
        this.reserveBytes = reserveBytes;
    }

    /**
     * A writer, in the journal's lock, is about to write up to there.
     *
     * @return up to where it may write without asking again, in this file.
     * @throws JournalException where there is no room: then it must not write.
     */
    long extend(final MappedFile mapped, final long end) {
        return extend(mapped.file(), end);
    }

    synchronized long extend(final File wanted, final long end) {
        if (file == null || isNewer(wanted)) {
            enter(wanted, end);
        } else if (!wanted.equals(file.file())) {
            // Others have gone on to a newer one: nobody writes here for long.
            return end;
        }
        written = Math.max(written, end);
        header = Math.max(header, end);
        if (allocated - end < reserveBytes + SLACK_BYTES) {
            grow(STEP_BYTES);
        }
        if (!isShort) {
            return allocated - reserveBytes;
        }
        if (allocated - end < SLACK_BYTES) {
            throw new JournalException(JournalException.Problem.DISK_FULL, 0, "The disk of " + wanted.getParent()
                + " is full, and the journal's reserve is used up: free some space, then start again.", null);
        }
        space.worsen(level());
        return Math.min(allocated - SLACK_BYTES, end + reserveBytes / PARTS);
    }

    /** Takes care of a file that has been there before, for who writes next at that position. */
    synchronized void open(final File existing, final long position) {
        extend(existing, position);
    }

    /**
     * Keeps ahead of the writers; called again and again.
     *
     * @param newest file, or null where there is none.
     * @param tail   header of its last record, whichever process wrote it.
     * @return what is to be taken, as far as this file's room goes.
     */
    synchronized DiskLevel keepAhead(final File newest, final long tail) {
        if (newest != null && (file == null || isNewer(newest))) {
            enter(newest, tail);
        }
        if (file == null || isUnsupported) {
            return DiskLevel.OPEN;
        }
        if (newest != null && newest.equals(file.file())) {
            header = Math.max(header, tail);
            written = Math.max(written, tail + RECORD_BYTES);
        }
        // What was written since the last time is what is needed until the next, and some more.
        final long step = Math.min(MAX_STEP_BYTES, Math.max(STEP_BYTES, (written - seen) * 4));
        seen = written;
        if (isShort || allocated - written < reserveBytes + step / 2) {
            grow(step);
        }
        return level();
    }

    /** Gives back what nobody will write to in the file before, after its last record. */
    void trim() {
        final File old;
        final long from;
        synchronized (this) {
            old = left;
            from = leftHeader;
            left = null;
        }
        if (old != null) {
            TrimmedFile.trim(old, from);
        }
    }

    /** Up to where pages of this file may be made there; for the {@link PreTouch}. */
    synchronized long allocated(final MappedFile mapped) {
        if (isUnsupported) {
            return Long.MAX_VALUE;
        }
        return file != null && mapped.file().equals(file.file()) ? allocated : 0;
    }

    private boolean isNewer(final File other) {
        return other.getName().compareTo(file.file().getName()) > 0;
    }

    private void enter(final File wanted, final long position) {
        if (file != null) {
            left = file.file();
            leftHeader = header;
            file.close();
        }
        file = new Fallocate(wanted);
        written = position;
        header = position;
        seen = position;
        allocated = position & -Pages.BYTES;
        isShort = false;
        isUnsupported = false;
        allocate(written + reserveBytes + STEP_BYTES);
        if (isShort) {
            findAllocated();
        }
    }

    private void grow(final long stepBytes) {
        allocate(written + reserveBytes + stepBytes);
        if (isShort) {
            // There may at least be enough for the reserve.
            allocate(written + reserveBytes + SLACK_BYTES);
        }
    }

    /** Fills up to there where it can. */
    private void allocate(final long to) {
        if (isUnsupported || allocated >= to) {
            isShort = false;
            return;
        }
        final long end = to + Pages.BYTES - 1 & -Pages.BYTES;
        final long free = file.file().getParentFile().getUsableSpace();
        space.used(free);
        final Fallocate.Outcome outcome = free < end - allocated ? Fallocate.Outcome.NO_SPACE : file.allocate(allocated, end);
        switch (outcome) {
            case DONE -> {
                allocated = end;
                isShort = false;
            }
            case NO_SPACE -> isShort = true;
            default -> {
                isUnsupported = true;
                isShort = false;
                allocated = Long.MAX_VALUE;
                if (!hasWarned) {
                    hasWarned = true;
                    LOG.warn("the file system of {} cannot reserve space: should another process fill it up at once, this one can"
                        + " end; keep --min-free high", file.file().getParent());
                }
            }
        }
    }

    /** How much of a file that another process, or an earlier one, has prepared is there? */
    private void findAllocated() {
        final long from = allocated;
        for (long size = reserveBytes + STEP_BYTES; size >= SLACK_BYTES; size /= 2) {
            if (file.allocate(from, from + size) == Fallocate.Outcome.DONE) {
                allocated = from + size;
                isShort = allocated - written < reserveBytes + SLACK_BYTES;
                return;
            }
        }
    }

    private DiskLevel level() {
        final long ahead = allocated - written;
        if (!isShort || isUnsupported) {
            return DiskLevel.OPEN;
        }
        if (ahead < 2 * SLACK_BYTES) {
            return DiskLevel.FULL;
        }
        return ahead < reserveBytes / 2 ? DiskLevel.LAST : DiskLevel.RESERVE;
    }

    @Override
    public synchronized void close() {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
