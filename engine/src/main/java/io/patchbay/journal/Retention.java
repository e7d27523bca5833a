package io.patchbay.journal;

import io.patchbay.data.JournalException;
import io.patchbay.journal.disk.DirectorySync;
import io.patchbay.journal.file.FileChain;
import io.patchbay.journal.file.LinkedFile;
import io.patchbay.journal.file.Pruned;
import io.patchbay.protocol.Indexes;

import net.openhft.chronicle.queue.RollCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.TimeUnit;

/**
 * Removes the journal's oldest files if an operator has asked for it ({@code --retain-bytes}, {@code --retain-age}). It removes
 * whole cycles, and never one that is needed. Used by the process with the engine's lock, on one thread.
 *
 * <p>Age is judged by {@code JournalClock.provenNs()}, so that no leap of the wall clock removes a file.
 *
 * <p>Gateways write only to the newest cycle, which is never removed. Neither are cycles that ended less than a minute ago, since
 * a reader may still be about to leave them.
 */
public final class Retention {
    /** Time after its end, in milliseconds, for which a cycle is never removed. */
    public static final long GRACE_MS = TimeUnit.MINUTES.toMillis(1);
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Journal journal;
    private final long retainBytes;
    private final long retainMs;
    private final long graceMs;

    /**
     * Creates the rules for one journal.
     *
     * @param journal     journal that is open for writing.
     * @param retainBytes minimum length of all files that is kept; 0 means that length removes nothing.
     * @param retainMs    minimum age of records that are kept, in milliseconds; 0 means that age removes nothing.
     */
    public Retention(final Journal journal, final long retainBytes, final long retainMs) {
        this(journal, retainBytes, retainMs, GRACE_MS);
    }

    Retention(final Journal journal, final long retainBytes, final long retainMs, final long graceMs) {
        this.journal = journal;
        this.retainBytes = retainBytes;
        this.retainMs = retainMs;
        this.graceMs = graceMs;
    }

    /**
     * Returns whether retention is enabled.
     *
     * @return false if it never removes anything.
     */
    public boolean isAsked() {
        return retainBytes > 0 || retainMs > 0;
    }

    /**
     * Removes the files that exceed the limits, oldest first, and logs which.
     *
     * @param neededIndex index of the oldest record that is needed: its cycle and all later ones stay.
     * @return number of files removed.
     * @throws JournalException if a file cannot be removed.
     */
    public int remove(final long neededIndex) {
        if (!isAsked() || neededIndex <= 0) {
            return 0;
        }
        final NavigableMap<Integer, Path> files = journal.cycleFiles();
        final List<Map.Entry<Integer, Path>> removed = surplus(files, neededIndex);
        if (removed.isEmpty()) {
            return 0;
        }
        final int lastCycle = removed.get(removed.size() - 1).getKey();
        final RollCycle cycles = journal.rollCycle();
        final long first = cycles.toIndex(removed.get(0).getKey(), 0);
        final long kept = cycles.toIndex(files.higherKey(lastCycle), 0);
        long bytes = 0;
        try {
            new Pruned(identity(), kept, records(removed.get(removed.size() - 1))).write(journal.dir());
            for (final Map.Entry<Integer, Path> file : removed) {
                bytes += Files.size(file.getValue());
                Files.delete(file.getValue());
            }
            DirectorySync.force(journal.dir());
        } catch (final IOException e) {
            throw JournalException.unavailable("Old files of the journal in " + journal.dir() + " cannot be removed (" + e
                + "): let this user write there.", e);
        } finally {
            journal.queue().refreshDirectoryListing();
        }
        LOG.info("retention removed {} files of the journal, {} bytes, {} to {}: records from {} to before {}{}", removed.size(),
            bytes, removed.get(0).getValue().getFileName(), removed.get(removed.size() - 1).getValue().getFileName(),
            Indexes.format(first), Indexes.format(kept), rules());
        return removed.size();
    }

    private String identity() {
        final String named = FileChain.identityIn(journal.dir(), journal.rollCycle());
        return named.isEmpty() ? journal.identity() : named;
    }

    /** Returns how many records there were up to the end of a file. */
    private long records(final Map.Entry<Integer, Path> last) {
        final LinkedFile file = LinkedFile.read(last.getValue(), journal.rollCycle(), last.getKey());
        return file == null ? Pruned.of(journal.dir()).records()
            : FileChain.recordsUpTo(journal.dir(), journal.rollCycle(), file);
    }

    private String rules() {
        return (retainBytes > 0 ? ", --retain-bytes " + retainBytes : "")
            + (retainMs > 0 ? ", --retain-age " + Duration.ofMillis(retainMs) : "");
    }

    private List<Map.Entry<Integer, Path>> surplus(final NavigableMap<Integer, Path> files, final long neededIndex) {
        final RollCycle cycles = journal.rollCycle();
        final long nowMs = TimeUnit.NANOSECONDS.toMillis(journal.clock().provenNs());
        final int neededCycle = cycles.toCycle(neededIndex);
        final List<Map.Entry<Integer, Path>> surplus = new ArrayList<>();
        long bytes = 0;
        for (final Path file : files.values()) {
            bytes += length(file);
        }
        for (final Map.Entry<Integer, Path> file : files.entrySet()) {
            final long endMs = (file.getKey() + 1L) * cycles.lengthInMillis() + cycles.defaultEpoch();
            final long left = bytes - length(file.getValue());
            final boolean isTooMuch = retainBytes > 0 && left >= retainBytes;
            final boolean isTooOld = retainMs > 0 && endMs < nowMs - retainMs;
            if (file.getKey() >= neededCycle || endMs > nowMs - graceMs || !isTooMuch && !isTooOld) {
                break;
            }
            surplus.add(file);
            bytes = left;
        }
        return surplus;
    }

    private static long length(final Path file) {
        try {
            return Files.size(file);
        } catch (final IOException e) {
            throw JournalException.unavailable("The journal's file " + file + " cannot be looked at (" + e
                + "): let this user read it.", e);
        }
    }
}
