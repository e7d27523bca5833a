package io.patchbay.journal;

import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The file of a data directory through which its processes share one {@link JournalClock}. It means something on one run of
 * the machine only, so nothing is lost with it.
 */
final class ClockFile {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Path TIME_NAMESPACE = Path.of("/proc/self/ns/time");
    private static final long LOCK_WAIT_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private ClockFile() {
    }

    /** Maps the file, which is made where it is not there; it stays mapped as long as the clock is used. */
    static AtomicBuffer map(final Path file) {
        final ProcessLock lock = lock(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() < ClockAnchor.BYTES) {
                // Written, not only sized: a page without a block of the disk would end the process.
                channel.write(ByteBuffer.allocate(ClockAnchor.BYTES), 0);
            }
            return new UnsafeBuffer(channel.map(FileChannel.MapMode.READ_WRITE, 0, ClockAnchor.BYTES));
        } catch (final IOException e) {
            throw JournalException.unavailable("The clock file " + file + " cannot be used (" + e
                + "): let this user read and write it, and make room on its disk.", e);
        } finally {
            lock.close();
        }
    }

    /** Runs what begins the clock while no other process does. */
    static void exclusively(final Path file, final Runnable begin) {
        final ProcessLock lock = lock(file);
        try {
            begin.run();
        } finally {
            lock.close();
        }
    }

    private static ProcessLock lock(final Path file) {
        final long startNs = System.nanoTime();
        ProcessLock lock = ProcessLock.tryLock(file, ProcessLock::new);
        while (lock == null) {
            if (System.nanoTime() - startNs > LOCK_WAIT_NS) {
                throw JournalException.unavailable("The clock file " + file + " is locked by another process for "
                    + TimeUnit.NANOSECONDS.toSeconds(LOCK_WAIT_NS) + " s: look whether a process of this data directory is"
                    + " stopped, and continue or end it.", null);
            }
            LockSupport.parkNanos(PAUSE_NS);
            lock = ProcessLock.tryLock(file, ProcessLock::new);
        }
        return lock;
    }

    /** Returns the identity of the run of the machine whose elapsed time this process sees; never 0. */
    static long runOfTheMachine() {
        long hash = 1;
        try {
            for (final byte b : Files.readString(BOOT_ID, StandardCharsets.US_ASCII).getBytes(StandardCharsets.US_ASCII)) {
                hash = hash * 0x100000001b3L + b;
            }
            if (Files.exists(TIME_NAMESPACE)) {
                hash = hash * 31 + Files.readSymbolicLink(TIME_NAMESPACE).toString().hashCode();
            }
        } catch (final IOException e) {
            // A system that does not tell: each process then begins anew.
            hash = System.nanoTime();
        }
        return hash == 0 ? 1 : hash;
    }
}
