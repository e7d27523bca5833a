package io.patchbay.journal.repair;

import io.patchbay.data.DataDirectory;
import io.patchbay.data.DataDirectoryException;
import io.patchbay.data.JournalException;
import io.patchbay.journal.ChronicleSetup;
import io.patchbay.journal.FileBeginner;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.disk.DirectorySync;
import io.patchbay.journal.file.CycleFiles;
import io.patchbay.journal.file.CycleWalk;
import io.patchbay.journal.file.FileChain;
import io.patchbay.journal.file.FileLink;
import io.patchbay.journal.file.JournalMark;
import io.patchbay.journal.file.LinkedFile;
import io.patchbay.journal.file.Pruned;
import io.patchbay.journal.file.QueueFiles;
import io.patchbay.journal.record.RecordCrc;
import io.patchbay.protocol.Indexes;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.UnsafeMemory;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A repair that writes a journal anew, with all of its records before the first lost one. Each keeps its index and its bytes. The
 * old journal is kept. One thread.
 */
public final class JournalRepair {
    private static final int BLOCK_BYTES = 4 * CycleWalk.MAX_RECORD_BYTES;

    private final Path from;
    private final String journal;
    private RollCycle rollCycle = JournalContext.defaultRollCycle();
    private long records;
    private long lastIndex;

    /**
     * Creates a repair of one journal.
     *
     * @param dataOrJournalDir a data directory, or the queue's own directory.
     * @throws JournalException if there is neither.
     */
    public JournalRepair(final Path dataOrJournalDir) {
        from = Journal.queueDir(dataOrJournalDir);
        ChronicleSetup.ensure();
        journal = identity();
    }

    /** Returns the identity that the journal's files or its marker give it; empty for one of an older build. */
    private String identity() {
        final String named = FileChain.identityIn(from, CycleFiles.rollCycle(from, rollCycle));
        if (!named.isEmpty()) {
            return named;
        }
        try {
            final JournalMark mark = JournalMark.beside(from);
            return mark == null ? "" : mark.journal();
        } catch (final JournalException e) {
            // The marker is written anew.
            return "";
        }
    }

    /** Returns the mark of a repaired journal. */
    private JournalMark endOf(final Path dir) {
        final LinkedFile newest = FileChain.newest(dir, rollCycle);
        return newest == null ? JournalMark.NONE : new JournalMark(journal, newest.path().getFileName().toString(), newest.last(),
            newest.check(), Pruned.read(dir));
    }

    private void mark(final Path root, final JournalMark mark) throws IOException {
        if (!journal.isEmpty()) {
            new JournalMark(journal, mark.newest(), mark.last(), mark.lastCheck(), mark.pruned())
                .write(root.resolve(DataDirectory.MARKER));
        }
    }

    /**
     * Makes a new data directory from the sound records; the source is not changed.
     *
     * @param data directory that does not exist yet, or is empty.
     * @throws JournalException if the journal cannot be read, or the copy cannot be written.
     * @throws DataDirectoryException if the directory is not empty.
     */
    public void copyTo(final Path data) {
        final DataDirectory to = DataDirectory.open(data);
        if (QueueFiles.isQueue(to.journalDir())) {
            throw new DataDirectoryException("The data directory " + to.root() + " has a journal: give --to a new directory.");
        }
        try {
            mark(to.root(), JournalMark.NONE);
            write(to.journalDir());
            mark(to.root(), endOf(to.journalDir()));
        } catch (final IOException e) {
            throw unwritable(to.journalDir(), e);
        }
    }

    /**
     * Replaces the journal by one with the sound records, and moves the old one into a directory beside it. No process may have
     * the data directory open.
     *
     * @param data    the data directory, locked by the caller.
     * @param oldHome directory in it that takes the old journal; does not exist yet.
     * @throws JournalException if the journal cannot be read, or the new one cannot be written.
     */
    public void replace(final DataDirectory data, final Path oldHome) {
        final Path made = data.root().resolve(DataDirectory.REPAIRED);
        try {
            if (Files.isDirectory(made)) {
                // An earlier repair was interrupted before this was complete.
                clear(made);
            }
            Files.createDirectories(made);
            write(made);
            final JournalMark end = endOf(made);
            Files.createDirectories(oldHome);
            Files.move(data.journalDir(), oldHome.resolve(DataDirectory.JOURNAL), StandardCopyOption.ATOMIC_MOVE);
            complete(data.root());
            mark(data.root(), end);
            DirectorySync.force(oldHome);
        } catch (final IOException e) {
            throw unwritable(made, e);
        }
    }

    /**
     * Does the last step of a repair that was interrupted before it.
     *
     * @param root root of a data directory.
     * @return whether there was such a repair.
     */
    public static boolean resume(final Path root) {
        if (!DataDirectory.isRepairInterrupted(root)) {
            return false;
        }
        try {
            complete(root);
        } catch (final IOException e) {
            throw unwritable(root.resolve(DataDirectory.REPAIRED), e);
        }
        return true;
    }

    /**
     * Returns the number of records written.
     *
     * @return 0 and more.
     */
    public long records() {
        return records;
    }

    /**
     * Returns the index of the last record written.
     *
     * @return 0 if there is none.
     */
    public long lastIndex() {
        return lastIndex;
    }

    private static void complete(final Path root) throws IOException {
        Files.move(root.resolve(DataDirectory.REPAIRED), root.resolve(DataDirectory.JOURNAL), StandardCopyOption.ATOMIC_MOVE);
        DirectorySync.force(root);
    }

    private static void clear(final Path dir) throws IOException {
        for (final Path file : list(dir)) {
            Files.delete(file);
        }
    }

    private void write(final Path to) {
        try (Copy copy = new Copy(to)) {
            new Salvage(from, copy).run(JournalContext.defaultRollCycle());
        }
        try {
            final Path pruned = from.resolve(Pruned.FILE);
            if (Files.exists(pruned)) {
                Files.copy(pruned, to.resolve(Pruned.FILE));
            }
            for (final Path file : list(to)) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }
            DirectorySync.force(to);
        } catch (final IOException e) {
            throw unwritable(to, e);
        }
        if (records == 0) {
            return;
        }
        final JournalCheck written = new JournalCheck(to).run(count -> { });
        if (!written.isSound() || written.records() != records || written.lastIndex() != lastIndex) {
            throw JournalException.unavailable("The copy in " + to + " is not as it was written (" + written.records() + " of "
                + records + " records): look at the disk, then try again.", null);
        }
    }

    private static List<Path> list(final Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.collect(Collectors.toList());
        }
    }

    private static JournalException unwritable(final Path dir, final IOException e) {
        return JournalException.unavailable("The repaired journal cannot be written to " + dir + " (" + e
            + "): make room there and let this user write it; the journal is as it was.", e);
    }

    /** Appends the records to a new queue whose clock is set to the time of each record's file. */
    private final class Copy implements Salvage.Sink, AutoCloseable {
        private final Path to;
        private SingleChronicleQueue queue;
        private ExcerptAppender appender;
        private volatile long nowMs;
        private int lastCycle = -1;
        private int lastCheck;
        private long recordsBefore;

        Copy(final Path to) {
            this.to = to;
        }

        @Override
        public void record(final RollCycle cycles, final int cycle, final long index, final long address, final int length) {
            nowMs = (long)cycle * cycles.lengthInMillis() + cycles.defaultEpoch();
            if (queue == null) {
                rollCycle = cycles;
                queue = SingleChronicleQueueBuilder.binary(to).rollCycle(cycles).blockSize(BLOCK_BYTES)
                    .timeProvider(() -> nowMs).checkInterrupts(false).build();
                appender = queue.createAppender();
            }
            if (cycle != lastCycle && !journal.isEmpty()) {
                FileBeginner.write(appender, link(cycle));
            }
            lastCycle = cycle;
            lastCheck = RecordCrc.isThere(address, length)
                ? UnsafeMemory.INSTANCE.readInt(address + length - Integer.BYTES) : 0;
            try (DocumentContext document = appender.writingDocument()) {
                final Bytes<?> bytes = document.wire().bytes();
                final long position = bytes.writePosition();
                bytes.ensureCapacity(position + length);
                UnsafeMemory.copyMemory(address, bytes.addressForWrite(position), length);
                bytes.writePosition(position + length);
            }
            if (appender.lastIndexAppended() != index) {
                throw new IllegalStateException("The record " + Indexes.format(index) + " would become "
                    + Indexes.format(appender.lastIndexAppended()));
            }
            records++;
            lastIndex = index;
        }

        private FileLink link(final int cycle) {
            final long first = rollCycle.toIndex(cycle, 0);
            if (lastCycle >= 0) {
                return new FileLink(journal, first, rollCycle.toIndex(lastCycle, 0), lastIndex, lastCheck,
                    recordsBefore + records);
            }
            final LinkedFile source = LinkedFile.read(CycleFiles.path(from, rollCycle, cycle), rollCycle, cycle);
            if (source != null && source.link() != null) {
                recordsBefore = source.link().records();
                return source.link();
            }
            recordsBefore = Pruned.of(from).records();
            return new FileLink(journal, first, FileLink.NONE, 0, 0, recordsBefore);
        }

        @Override
        public boolean damage(final JournalException damage, final long lost) {
            return lost == 0;
        }

        @Override
        public void torn(final long index, final Path file, final long position) {
            // The record was never accepted.
        }

        @Override
        public void close() {
            if (appender != null) {
                appender.close();
                queue.close();
            }
        }
    }
}
