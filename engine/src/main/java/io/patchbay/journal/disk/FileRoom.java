package io.patchbay.journal.disk;

import io.patchbay.data.JournalException;

import net.openhft.chronicle.bytes.MappedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;

/**
 * The space of the newest file that is allocated on the disk ahead of the records. A mapped page without a block would end the
 * process (SIGBUS) once the disk is full. The {@code DiskWatch} keeps the space well ahead; a writer that reaches its end first
 * allocates more itself. Any thread.
 *
 * <p>The allocated space ahead is the journal's reserve. When it can no longer be refilled, the level of the {@link DiskSpace}
 * gets worse the less is left, and the very last part is never written to.
 */
public final class FileRoom implements AutoCloseable {
    /** Bytes kept free after each record, for the queue's own tables and the next header. */
    static final long SLACK_BYTES = 1 << 20;
    /** Smallest step, in bytes, in which space beyond the reserve grows. */
    public static final long STEP_BYTES = 4 << 20;
    /** Upper bound, in bytes, of a record that another process may be appending and this process has not seen. */
    private static final long RECORD_BYTES = 64 << 10;
    private static final long MAX_STEP_BYTES = 32 << 20;
    /** A writer on the reserve checks again after each such part of it. */
    private static final int PARTS = 64;
    private static final Logger LOG = LoggerFactory.getLogger(FileRoom.class);

    private final DiskSpace space;
    private final long reserveBytes;
    private Fallocate file;
    private File left;
    private long leftHeader;
    private long allocated;
    private long written;
    /** Position of the header of a late record, or of the next one: space before it is in use. */
    private long header;
    private long seen;
    private boolean isShort;
    private boolean isUnsupported;
    private boolean hasWarned;

    public FileRoom(final DiskSpace space, final long reserveBytes) {
        this.space = space;
        this.reserveBytes = reserveBytes;
    }

    /**
     * Makes sure that a writer, which holds the journal's lock, may write up to a position.
     *
     * @return position up to which it may write in this file without asking again.
     * @throws JournalException if there is no space: the caller must not write then.
     */
    public long extend(final MappedFile mapped, final long end) {
        return extend(mapped.file(), end);
    }

    public synchronized long extend(final File wanted, final long end) {
        if (file == null || isNewer(wanted)) {
            enter(wanted, end);
        } else if (!wanted.equals(file.file())) {
            // Other writers have moved on to a newer file, so little more is written here.
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

    /** Takes over an existing file; the next record is written at a position. */
    synchronized void open(final File existing, final long position) {
        extend(existing, position);
    }

    /**
     * Allocates space ahead of the writers; called repeatedly.
     *
     * @param newest newest file; null if there is none.
     * @param tail   position of the header of its last record, whichever process wrote it.
     * @return level that this file's space allows.
     */
    public synchronized DiskLevel keepAhead(final File newest, final long tail) {
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
        // The step covers what was written since the last call, with a margin.
        final long step = Math.min(MAX_STEP_BYTES, Math.max(STEP_BYTES, (written - seen) * 4));
        seen = written;
        if (isShort || allocated - written < reserveBytes + step / 2) {
            grow(step);
        }
        return level();
    }

    /** Releases the space after the last record of the file before. */
    public void trim() {
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

    /** Returns the position up to which pages of a file may be populated, for the {@link PreTouch}. */
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

    /** Allocates up to a position, if there is space. */
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

    /** Finds how much of the file was allocated earlier by this or another process. */
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
