package io.patchbay.journal;

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
 * Removes the journal's oldest files where an operator has asked for that (contract, section 6): whole roll cycles, never one
 * that somebody needs. Used by the process with the engine's lock, on one thread.
 *
 * <p>Age is judged by {@link JournalClock#provenNs()}, so that no leap of the wall clock removes a file.
 *
 * <p>Gateways write to the newest cycle only, which is never removed; so are those that ended less than a minute ago, since a
 * reader may be on its way out of them.
 */
public final class Retention {
    /** A cycle that ended less than this ago stays, whatever else. */
    public static final long GRACE_MS = TimeUnit.MINUTES.toMillis(1);
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Journal journal;
    private final long retainBytes;
    private final long retainMs;
    private final long graceMs;

    /**
     * Rules for one journal.
     *
     * @param journal     open for writing.
     * @param retainBytes length of all files that is kept at least, 0 = no matter how long they are.
     * @param retainMs    age of records that are kept at least, 0 = no matter how old they are.
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
     * Has anybody asked for it?
     *
     * @return false where it never removes anything.
     */
    public boolean isAsked() {
        return retainBytes > 0 || retainMs > 0;
    }

    /**
     * Removes what is too much, oldest first, and says in the log what was removed.
     *
     * @param neededIndex of the oldest record that somebody needs: its cycle and all after it stay.
     * @return how many files were removed.
     * @throws JournalException where a file cannot be removed.
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

    /** How many records there were up to the end of a file. */
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
