package io.patchbay.gateway.server;

import net.openhft.posix.PosixAPI;
import org.agrona.BufferUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Pins threads to CPUs, on Linux. Threads that a pinned thread starts are pinned with it, so helper threads are started by
 * others.
 */
final class CpuPin {
    private static final Logger LOG = LoggerFactory.getLogger(CpuPin.class);
    /** Number of CPUs in glibc's own set. */
    private static final int MAX_CPUS = 1_024;
    /** The calling thread, as the kernel's interface names it. */
    private static final int CALLER = 0;
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";

    private CpuPin() {
    }

    /** Pins the calling thread. Returns whether the kernel did it. */
    static boolean pin(final int cpu) {
        if (cpu >= MAX_CPUS) {
            return false;
        }
        final ByteBuffer set = ByteBuffer.allocateDirect(MAX_CPUS / Byte.SIZE);
        set.put(cpu / Byte.SIZE, (byte)(1 << cpu % Byte.SIZE));
        try {
            return PosixAPI.posix().sched_setaffinity(CALLER, set.capacity(), BufferUtil.address(set)) == 0;
        } catch (final RuntimeException | LinkageError e) {
            LOG.debug("cannot pin", e);
            return false;
        }
    }

    /** Returns whether a thread can be pinned to a CPU. Tries it on a thread that ends at once. */
    static boolean isPossible(final int cpu) {
        final AtomicBoolean isPinned = new AtomicBoolean();
        final Thread thread = new Thread(() -> isPinned.set(pin(cpu)), "patchbay-cpu-check");
        thread.start();
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return isPinned.get();
    }

    /** Returns the CPUs that this process may use in the form of {@code --cpus}, or "none" where that is not known. */
    static String allowed() {
        try {
            return Files.readAllLines(STATUS).stream().filter(line -> line.startsWith(ALLOWED))
                .map(line -> line.substring(ALLOWED.length()).trim()).findFirst().orElse("none");
        } catch (final IOException e) {
            return "none (this is not Linux)";
        }
    }
}
