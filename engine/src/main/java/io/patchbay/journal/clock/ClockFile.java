package io.patchbay.journal.clock;

import io.patchbay.data.JournalException;
import io.patchbay.data.LockFile;

import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The file of a data directory through which its processes share one {@link JournalClock}. Its content is valid only during one
 * run of the machine, so losing it does no harm.
 */
public final class ClockFile {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path TIME_NAMESPACE = Path.of("/proc/self/ns/time");
    private static final long LOCK_WAIT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private ClockFile() {
    }

    /** Maps the file, which is created if it does not exist. It stays mapped as long as the clock is used. */
    public static AtomicBuffer map(final Path file) {
        final AtomicBuffer[] mapped = new AtomicBuffer[1];
        exclusively(file, lockFile -> mapped[0] = new UnsafeBuffer(lockFile.map(ClockAnchor.BYTES)));
        return mapped[0];
    }

    /** Runs an action while no other process runs one. */
    public static void exclusively(final Path file, final Runnable begin) {
        exclusively(file, lockFile -> begin.run());
    }

    private static void exclusively(final Path file, final Consumer<LockFile> action) {
        try (LockFile lockFile = LockFile.open(file, true)) {
            final FileLock lock = lock(file, lockFile);
            try {
                action.accept(lockFile);
            } finally {
                lock.release();
            }
        } catch (final IOException e) {
            throw JournalException.unavailable("The clock file " + file + " cannot be used (" + e
                + "): let this user read and write it, and make room on its disk.", e);
        }
    }

    private static FileLock lock(final Path file, final LockFile lockFile) {
        final long startNs = System.nanoTime();
        FileLock lock = lockFile.tryLock(0);
        while (lock == null) {
            if (System.nanoTime() - startNs > LOCK_WAIT_NS) {
                throw JournalException.unavailable("The clock file " + file + " is locked by another process for "
                    + TimeUnit.NANOSECONDS.toSeconds(LOCK_WAIT_NS) + " s: look whether a process of this data directory is"
                    + " stopped, and continue or end it.", null);
            }
            LockSupport.parkNanos(PAUSE_NS);
            lock = lockFile.tryLock(0);
        }
        return lock;
    }

    /** Returns the identity of the run of the machine whose elapsed time this process sees; never 0. */
    public static long runOfTheMachine() {
        long hash = 1;
        try {
            for (final byte b : Files.readString(BOOT_ID, StandardCharsets.US_ASCII).getBytes(StandardCharsets.US_ASCII)) {
                hash = hash * 0x100000001b3L + b;
            }
            if (Files.exists(TIME_NAMESPACE)) {
                hash = hash * 31 + Files.readSymbolicLink(TIME_NAMESPACE).toString().hashCode();
            }
        } catch (final IOException e) {
            // The system does not say: each process begins anew.
            hash = System.nanoTime();
        }
        return hash == 0 ? 1 : hash;
    }
}
