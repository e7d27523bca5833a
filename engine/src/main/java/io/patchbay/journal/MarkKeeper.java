package io.patchbay.journal;

import io.patchbay.data.JournalException;
import io.patchbay.journal.disk.DirectorySync;
import io.patchbay.journal.file.CycleFiles;
import io.patchbay.journal.file.FileChain;
import io.patchbay.journal.file.JournalMark;
import io.patchbay.journal.file.LinkedFile;
import io.patchbay.journal.file.Pruned;

import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.WriteLock;
import net.openhft.chronicle.wire.UnrecoverableTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the {@link JournalMark} of a journal that is open for writing up to date: at the opening, at each roll, with each
 * snapshot and at the end. Whatever it writes there has been forced to the disk before. A journal outside of a data directory has
 * no mark, but its files name its identity all the same. Any thread.
 */
final class MarkKeeper {
    /** Pause after an attempt that failed. */
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(10);
    private static final Logger LOG = LoggerFactory.getLogger(MarkKeeper.class);

    private final Path dir;
    private final Path marker;
    private final RollCycle rollCycle;
    private final String journal;
    private JournalMark written = JournalMark.NONE;
    private boolean hasFailed;
    private long failedNs;

    private MarkKeeper(final Path dir, final Path marker, final RollCycle rollCycle, final String journal) {
        this.dir = dir;
        this.marker = marker;
        this.rollCycle = rollCycle;
        this.journal = journal;
    }

    /**
     * Opens the mark of a journal whose files have been found whole. Gives the journal an identity if it has none yet, under the
     * queue's lock, since several processes may be the first.
     */
    static MarkKeeper open(final SingleChronicleQueue queue, final WriteLock lock) {
        final Path dir = queue.file().toPath();
        final Path marker = JournalMark.markerOf(dir);
        final MarkKeeper keeper;
        try {
            lock.lock();
            try {
                keeper = new MarkKeeper(dir, marker, queue.rollCycle(), identity(dir, marker, queue.rollCycle()));
                keeper.update(true);
            } finally {
                lock.unlock();
            }
        } catch (final UnrecoverableTimeoutException e) {
            throw JournalException.unavailable("The journal in " + dir + " is locked (" + e.getMessage() + "): look whether the"
                + " process that holds it hangs, and end it.", e);
        }
        return keeper;
    }

    private static String identity(final Path dir, final Path marker, final RollCycle rollCycle) {
        final String marked = marker == null ? "" : JournalMark.read(marker).journal();
        final String linked = marked.isEmpty() ? FileChain.identityIn(dir, rollCycle) : marked;
        final Pruned pruned = Pruned.of(dir);
        if (!linked.isEmpty() || !pruned.journal().isEmpty()) {
            return linked.isEmpty() ? pruned.journal() : linked;
        }
        final String made = JournalMark.newIdentity();
        if (pruned.first() != 0) {
            try {
                new Pruned(made, pruned.first(), pruned.records()).write(dir);
            } catch (final IOException e) {
                throw unwritable(dir.resolve(Pruned.FILE), e);
            }
        }
        return made;
    }

    /** Returns the identity of the journal. */
    String journal() {
        return journal;
    }

    /** Forces the newest file, the directory and the mark to the disk, unless the mark is up to date. */
    void update() {
        update(false);
    }

    /** Returns whether the file of a cycle is newer than the newest file in the mark. */
    synchronized boolean isNewer(final int cycle) {
        return marker != null && CycleFiles.path(dir, rollCycle, cycle).getFileName().toString().compareTo(written.newest()) > 0;
    }

    private synchronized void update(final boolean isOpening) {
        if (marker == null) {
            return;
        }
        try {
            final LinkedFile newest = FileChain.newest(dir, rollCycle);
            if (newest != null && !newest.isUnknown()) {
                force(newest.path(), true);
                DirectorySync.force(dir);
                write(new JournalMark(journal, newest.path().getFileName().toString(), newest.last(), newest.check(),
                    Pruned.read(dir)));
            } else if (isOpening) {
                write(new JournalMark(journal, "", 0, 0, Pruned.read(dir)));
            }
        } catch (final IOException e) {
            throw unwritable(marker, e);
        }
    }

    /** Updates the mark at a time at which a failure must not end anything: the mark then stays behind, which is safe. */
    void tryUpdate() {
        final long nowNs = System.nanoTime();
        if (hasFailed && nowNs - failedNs < RETRY_NS) {
            return;
        }
        try {
            update(false);
            hasFailed = false;
        } catch (final JournalException e) {
            LOG.warn("{}", e.getMessage());
            hasFailed = true;
            failedNs = nowNs;
        }
    }

    private void write(final JournalMark mark) throws IOException {
        final JournalMark there = JournalMark.read(marker);
        if (!there.journal().isEmpty() && !there.journal().equals(journal)) {
            throw new IOException("it names another journal now, " + there.journal());
        }
        final JournalMark later = mark.orLater(there);
        if (!later.equals(there)) {
            later.write(marker);
        }
        written = later;
    }

    /** Forces what any process has written to a file. */
    static void force(final Path file, final boolean isNew) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(isNew);
        }
    }

    private static JournalException unwritable(final Path file, final IOException e) {
        return JournalException.unavailable("The file " + file + " cannot be brought up to date (" + e
            + "): look at the disk, and let this user write it.", e);
    }
}
