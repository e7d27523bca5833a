package io.patchbay.journal;

import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.OS;
import net.openhft.posix.OpenFlag;
import net.openhft.posix.PosixAPI;

import java.io.File;

/**
 * A file of which the disk's blocks are asked for before they are written to, and given back. Neither changes a byte nor the
 * file's length. Where the machine cannot, nothing happens. One thread at a time.
 */
public final class Fallocate implements AutoCloseable {
    /** What came of it. */
    public enum Outcome {
        /** They are there. */
        DONE,
        /** There are not so many. */
        NO_SPACE,
        /** This machine or file system cannot say. */
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
     * @param file exists.
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
     * Gives a stretch of the file its blocks. To be asked only for what is free: some file systems give a part of what they do
     * not have.
     *
     * @param from first byte.
     * @param to   behind the last byte.
     * @return what came of it.
     */
    public Outcome allocate(final long from, final long to) {
        return descriptor < 0 ? Outcome.UNSUPPORTED : outcome(call(KEEP_SIZE, from, to - from));
    }

    /** Gives a stretch back, which reads as zeros from then on. */
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
