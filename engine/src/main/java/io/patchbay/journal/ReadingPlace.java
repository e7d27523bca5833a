package io.patchbay.journal;

import io.patchbay.data.JournalException;
import io.patchbay.journal.file.BlockWalk;
import io.patchbay.journal.file.CycleFiles;
import io.patchbay.journal.file.CycleWalk;
import io.patchbay.journal.file.FileLink;
import io.patchbay.journal.file.Pruned;
import io.patchbay.protocol.Indexes;

import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.core.io.IORuntimeException;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueStore;
import net.openhft.chronicle.wire.Wires;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The position of a reader in the journal's files. It moves to the next block or file with a check at each step, so that a reader
 * never walks over damaged bytes. Slow, and needed only where a block ends. One thread.
 */
final class ReadingPlace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadingPlace.class);

    /** Part of a block by which it overlaps with the next, as in the queue's own mappings: the longest record fits. */
    private static final int OVERLAP_PART = 4;

    private final Journal journal;
    private final SingleChronicleQueue queue;
    private final RollCycle rollCycle;
    private int cycle;
    private CycleWalk walk;
    private SingleChronicleQueueStore store;
    private MappedBytes bytes;
    private boolean mustConfirm;
    private long startIndex;
    private long notedIndex;

    ReadingPlace(final Journal journal) {
        this.journal = journal;
        queue = journal.queue();
        rollCycle = journal.rollCycle();
    }

    /** Returns the current file, or null. */
    Path path() {
        return walk == null ? null : walk.path();
    }

    /** Returns whether an end that is met must be confirmed by {@link #goesOn()}, since it may be none. */
    boolean mustConfirm() {
        return mustConfirm;
    }

    void moveTo(final long index) {
        startIndex = index;
        leaveFile();
    }

    /** Notes the position that the reader has come to. */
    void at(final long position, final long nextIndex) {
        walk.at(position, nextIndex);
    }

    /** Finds the block with the position of the next record, and begins there. Returns false if there is none yet. */
    boolean enter(final BlockWalk block) {
        if (walk == null && !openFirst()) {
            return false;
        }
        walk.refresh();
        while (true) {
            switch (walk.look()) {
                case RECORD:
                    begin(block);
                    if (block.next() == BlockWalk.LOST) {
                        block.leave();
                        throw walk.damaged("it does not fit into a block");
                    }
                    return true;
                case END:
                    walk.requireEnd();
                    if (!openNext()) {
                        return false;
                    }
                    break;
                case CUT:
                    if (isMoved()) {
                        break;
                    }
                    walk.requireCutIsLast();
                    if (after() != null) {
                        throw walk.damaged("the file ends in this record, and there are later ones");
                    }
                    noteTorn("the end of the file cuts it off");
                    return false;
                default:
                    if (mustConfirm && goesOn()) {
                        break;
                    }
                    if (!walk.file().has(walk.position(), Wires.SPB_HEADER_SIZE)) {
                        return false;
                    }
                    begin(block);
                    return true;
            }
        }
    }

    /**
     * Checks an end. Returns whether the reader can go on: there is a record by now, or another file. Throws if a record is
     * missing here.
     */
    boolean goesOn() {
        final Map.Entry<Integer, Path> next = after();
        walk.refresh();
        final CycleWalk.Found found = walk.look();
        if (found != CycleWalk.Found.NOTHING && found != CycleWalk.Found.UNFINISHED) {
            return true;
        }
        walk.requireEnd();
        if (walk.look() == CycleWalk.Found.RECORD) {
            return true;
        }
        if (found == CycleWalk.Found.UNFINISHED) {
            noteTorn("its writer has ended, or is still writing it");
        }
        if (next != null) {
            follow(next);
            return true;
        }
        mustConfirm = false;
        return false;
    }

    private Map.Entry<Integer, Path> after() {
        return CycleFiles.after(journal.dir(), rollCycle, cycle);
    }

    /** Returns whether the file has grown meanwhile. */
    private boolean isMoved() {
        walk.refresh();
        return walk.look() != CycleWalk.Found.CUT;
    }

    private void noteTorn(final String why) {
        if (notedIndex != walk.index()) {
            notedIndex = walk.index();
            LOG.warn("the journal's last record {} is unfinished ({}) in {} at byte {}: skipped", Indexes.format(notedIndex),
                why, walk.path(), walk.position());
        }
    }

    private boolean openFirst() {
        final int first = startIndex <= 0 ? Integer.MIN_VALUE : rollCycle.toCycle(startIndex);
        final Map.Entry<Integer, Path> entry = CycleFiles.after(journal.dir(), rollCycle, first == Integer.MIN_VALUE ? first
            : first - 1);
        if (entry == null) {
            return false;
        }
        open(entry);
        if (entry.getKey() == first) {
            walk.seek(rollCycle.toSequenceNumber(startIndex));
        }
        return true;
    }

    private boolean openNext() {
        final Map.Entry<Integer, Path> next = after();
        if (next == null) {
            return false;
        }
        follow(next);
        return true;
    }

    /** Goes on in the next file, after checking that it follows the one just read: files may have been removed or added since. */
    private void follow(final Map.Entry<Integer, Path> next) {
        final long end = walk.index();
        final int left = cycle;
        final boolean isEmpty = walk.sequence() == 0 && walk.readLink() == null;
        open(next);
        final FileLink link = walk.head() == null ? null : walk.readLink();
        if (link == null || isEmpty || link.last() == end - 1 || link.last() == 0 && end == rollCycle.toIndex(left, 0)
            || Pruned.read(journal.dir()) > end) {
            return;
        }
        throw JournalException.notWhole(journal.dir(), walk.path(), walk.index(), "it follows the record "
            + Indexes.format(link.last()) + ", and the file that was read before it ends with " + Indexes.format(end - 1));
    }

    private void open(final Map.Entry<Integer, Path> entry) {
        leaveFile();
        cycle = entry.getKey();
        walk = new CycleWalk(entry.getValue(), rollCycle.toIndex(cycle, 0));
    }

    private void begin(final BlockWalk block) {
        try {
            if (bytes == null) {
                map();
            }
            final long position = walk.position();
            final MappedBytesStore mapped = bytes.mappedFile().acquireByteStore(block.owner(), position);
            block.begin(mapped, position, walk.index(), walk.head().isPadded() ? Wires.SPB_HEADER_SIZE : 1, walk.file().length());
        } catch (final IllegalStateException | UnsupportedOperationException | IORuntimeException e) {
            throw JournalException.damagedFile(path(), 0, "its head cannot be read: " + e);
        } catch (final IOException e) {
            throw JournalException.unavailable("The journal's file " + path() + " cannot be mapped (" + e
                + "): look at the machine's memory limits.", e);
        }
    }

    /**
     * Maps the file. If this process writes too, the writer's mapping is shared: a page that one has touched is there for both.
     */
    private void map() throws IOException {
        if (queue != null) {
            store = queue.storeForCycle(cycle, rollCycle.defaultEpoch(), false, null);
            if (store == null) {
                queue.refreshDirectoryListing();
                store = queue.storeForCycle(cycle, rollCycle.defaultEpoch(), false, null);
            }
        }
        if (store == null) {
            bytes = MappedBytes.mappedBytes(path().toFile(), journal.blockSizeBytes(), journal.blockSizeBytes() / OVERLAP_PART,
                true);
        } else {
            bytes = store.bytes();
        }
    }

    private void leaveFile() {
        if (bytes != null) {
            bytes.releaseLast();
            bytes = null;
        }
        if (store != null) {
            queue.closeStore(store);
            store = null;
        }
        if (walk != null) {
            walk.close();
            walk = null;
        }
        mustConfirm = true;
    }

    @Override
    public void close() {
        leaveFile();
    }
}
