package io.patchbay.journal;

import io.patchbay.journal.disk.Fallocate;
import io.patchbay.journal.disk.FileRoom;
import io.patchbay.journal.file.QueueFiles;

import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.RollingResourcesCache;
import net.openhft.chronicle.queue.impl.single.PrecreatedFiles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Prepares the file of the next cycle ahead of time, with its first blocks allocated; the queue finds it by its name. Until a
 * cycle's file is ready, the queue's time stays in the cycle before, so that a roll on a full disk waits for space instead of
 * ending the process. Any thread.
 */
final class NextFile {
    private static final long MAX_LEAD_MS = TimeUnit.SECONDS.toMillis(30);
    private static final long MAX_NEAR_MS = TimeUnit.SECONDS.toMillis(2);
    private static final int NEAR_PART = 10;
    /** Pause after an attempt that failed. */
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final String PREPARED = ".precreated";

    private final Path dir;
    private final RollCycle rollCycle;
    private final long epoch;
    private final long sizeBytes;
    private final long leadMs;
    private final RollingResourcesCache names;
    private int readyCycle;
    private long failedNs;
    private boolean hasFailed;
    private volatile long readyUntilMs = Long.MIN_VALUE;

    NextFile(final SingleChronicleQueue queue, final long reserveBytes) {
        dir = queue.file().toPath();
        rollCycle = queue.rollCycle();
        epoch = queue.epoch();
        sizeBytes = reserveBytes + FileRoom.STEP_BYTES;
        leadMs = Math.min(MAX_LEAD_MS, rollCycle.lengthInMillis() / 2);
        names = new RollingResourcesCache(rollCycle, epoch, name -> new File(queue.file(), name + QueueFiles.SUFFIX),
            file -> file.getName().substring(0, file.getName().length() - QueueFiles.SUFFIX.length()));
        final int last = queue.lastCycle();
        readyCycle = last == Integer.MAX_VALUE ? Integer.MIN_VALUE : last;
        if (readyCycle >= 0) {
            readyUntilMs = endMs(readyCycle);
        }
    }

    /** Returns the time by which the queue chooses a file: now or, while that file is not ready, the end of the cycle before. */
    long allow(final long nowMs) {
        if (nowMs <= readyUntilMs) {
            return nowMs;
        }
        prepare(nowMs, 0);
        return Math.min(nowMs, readyUntilMs);
    }

    /** Prepares the next file before it is needed, and removes files prepared for cycles that passed without a record. */
    void lead(final long nowMs) {
        prepare(nowMs, leadMs);
    }

    /** Returns whether the current cycle ends within moments. */
    boolean isRollNear(final long nowMs) {
        return endMs(cycle(nowMs)) - nowMs < Math.min(MAX_NEAR_MS, rollCycle.lengthInMillis() / NEAR_PART);
    }

    /** Returns whether there is a file to write to now, even if there is no space for more. */
    boolean isReady() {
        return readyUntilMs != Long.MIN_VALUE;
    }

    private synchronized void prepare(final long nowMs, final long aheadMs) {
        if (hasFailed && System.nanoTime() - failedNs < RETRY_NS) {
            return;
        }
        hasFailed = false;
        final int current = cycle(nowMs);
        final int next = cycle(nowMs + aheadMs);
        if (next > readyCycle) {
            // Not removed at once, since another process may just be about to use one.
            clearOlderThan(cycle(nowMs - leadMs));
        }
        if (current > readyCycle) {
            make(current);
        }
        if (!hasFailed && next > readyCycle) {
            make(next);
        }
    }

    private void make(final int cycle) {
        final File wanted = names.resourceFor(cycle).path;
        if (wanted.exists() || isMade(PrecreatedFiles.preCreatedFile(wanted))) {
            readyCycle = cycle;
            readyUntilMs = endMs(cycle);
        } else {
            hasFailed = true;
            failedNs = System.nanoTime();
        }
    }

    private boolean isMade(final File file) {
        try {
            final boolean isNew = file.createNewFile();
            try (Fallocate blocks = new Fallocate(file)) {
                final boolean isRoom = !isNew || dir.toFile().getUsableSpace() >= sizeBytes;
                if (isRoom && blocks.allocate(0, sizeBytes) != Fallocate.Outcome.NO_SPACE) {
                    return true;
                }
            }
            if (isNew) {
                Files.deleteIfExists(file.toPath());
            }
            return false;
        } catch (final IOException e) {
            Jvm.debug().on(NextFile.class, "the next file cannot be made ready: " + file, e);
            return false;
        }
    }

    private void clearOlderThan(final int cycle) {
        final String oldest = PrecreatedFiles.preCreatedFile(names.resourceFor(cycle).path).getName();
        final File[] files = dir.toFile().listFiles((parent, name) -> name.endsWith(PREPARED) && name.compareTo(oldest) < 0);
        if (files != null) {
            for (final File file : files) {
                file.delete();
            }
        }
    }

    private int cycle(final long timeMs) {
        return rollCycle.current(() -> timeMs, epoch);
    }

    private long endMs(final int cycle) {
        return (cycle + 1L) * rollCycle.lengthInMillis() + epoch - 1;
    }
}
