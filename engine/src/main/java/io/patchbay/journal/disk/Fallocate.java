package io.patchbay.journal.disk;

import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.OS;
import net.openhft.posix.OpenFlag;
import net.openhft.posix.PosixAPI;

import java.io.File;

/**
 * A file whose disk blocks are allocated before they are written to, and can be released. Neither changes a byte or the file's
 * length. Without support by the machine nothing happens. One thread at a time.
 */
public final class Fallocate implements AutoCloseable {
    /** The results of an allocation. */
    public enum Outcome {
        /** All blocks are allocated. */
        DONE,
        /** The file system has fewer free blocks than requested ({@code ENOSPC}), or the quota is used up ({@code EDQUOT}). */
        NO_SPACE,
        /** This machine or file system does not support allocation. */
        UNSUPPORTED
    }

    private static final int KEEP_SIZE = 1;
    private static final int PUNCH_HOLE = 2;
    private static final int INTERRUPTED = 4;
    private static final int NO_SPACE_LEFT = 28;
    private static final int QUOTA_EXCEEDED = 122;

    private final File file;
    private int descriptor = -1;

    /**
     * Opens a file.
     *
     * @param file an existing file.
     */
    public Fallocate(final File file) {
        this.file = file;
        if (OS.isLinux()) {
            try {
                descriptor = PosixAPI.posix().open(file.getPath(), OpenFlag.O_RDWR.value(), 0);
            } catch (final RuntimeException | LinkageError e) {
                Jvm.debug().on(Fallocate.class, "blocks cannot be asked for", e);
            }
        }
    }

    File file() {
        return file;
    }

    /**
     * Allocates the blocks of a range of the file. The caller first checks that they are free: some file systems allocate a part
     * of what they cannot provide.
     *
     * @param from position of the first byte.
     * @param to   position after the last byte.
     * @return the result.
     */
    public Outcome allocate(final long from, final long to) {
        return descriptor < 0 ? Outcome.UNSUPPORTED : outcome(call(KEEP_SIZE, from, to - from));
    }

    /** Releases the blocks of a range, which reads as zeros from then on. */
    void release(final long from, final long to) {
        if (descriptor >= 0 && to > from) {
            call(KEEP_SIZE | PUNCH_HOLE, from, to - from);
        }
    }

    private static Outcome outcome(final int error) {
        return switch (error) {
            case 0 -> Outcome.DONE;
            case NO_SPACE_LEFT, QUOTA_EXCEEDED -> Outcome.NO_SPACE;
            default -> Outcome.UNSUPPORTED;
        };
    }

    private int call(final int mode, final long from, final long lengthBytes) {
        final PosixAPI posix = PosixAPI.posix();
        int error = INTERRUPTED;
        while (error == INTERRUPTED) {
            error = posix.fallocate(descriptor, mode, from, lengthBytes) == 0 ? 0 : posix.lastError();
        }
        return error;
    }

    @Override
    public void close() {
        if (descriptor >= 0) {
            PosixAPI.posix().close(descriptor);
            descriptor = -1;
        }
    }
}
