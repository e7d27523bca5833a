package io.patchbay.journal;

import io.patchbay.data.DataDirectory;
import io.patchbay.data.JournalException;
import io.patchbay.journal.clock.ClockAnchor;
import io.patchbay.journal.clock.ClockFile;
import io.patchbay.journal.clock.JournalClock;
import io.patchbay.journal.clock.QueueClock;
import io.patchbay.journal.disk.DiskLevel;
import io.patchbay.journal.disk.DiskSpace;
import io.patchbay.journal.disk.FileRoom;
import io.patchbay.journal.disk.PreTouch;
import io.patchbay.journal.file.CycleFiles;
import io.patchbay.journal.file.CycleWalk;
import io.patchbay.journal.file.Pruned;
import io.patchbay.journal.file.QueueFiles;
import io.patchbay.journal.file.RollCycleNames;
import io.patchbay.journal.recovery.HalfMadeFile;
import io.patchbay.journal.recovery.OpeningCheck;
import io.patchbay.journal.recovery.TableRoom;

import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.QueueBuilderWithLock;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.WriteLock;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The journal of one data directory: a Chronicle Queue whose documents are records. Gateways and the engine open it for writing,
 * the replay tool for reading. Any thread; each writer and each reader belongs to one thread, which must never be interrupted.
 */
public final class Journal implements RecordLog, AutoCloseable {
    private final JournalContext context;
    private final JournalClock clock;
    private final QueueClock queueClock;
    private final JournalSync sync;
    private final DiskSpace space;
    private final FileRoom room;
    private final PreTouch pages;
    private final long maxRecordBytes;
    private WriterPlace place;
    private WriteLockOfPlaces writeLock;
    private SingleChronicleQueue queue;
    private RollCycle rollCycle;
    private DiskWatch watch;
    private MarkKeeper mark;
    private volatile long syncedIndex;
    private volatile int syncedCycle = -1;

    /**
     * Opens a journal. For writing, it is created if it does not exist yet.
     *
     * @param context settings; concluded here.
     * @throws JournalException if it cannot be opened, or its last record cannot be read.
     */
    public Journal(final JournalContext context) {
        context.conclude();
        this.context = context;
        final Path clockFile = context.clockFile();
        clock = new JournalClock(context.elapsedClock(), context.wallClock(),
            clockFile == null ? new UnsafeBuffer(new byte[ClockAnchor.BYTES]) : ClockFile.map(clockFile));
        queueClock = new QueueClock(clock, context.wallClock());
        sync = new JournalSync(context.queueDir());
        space = new DiskSpace(context.queueDir(), context.minFreeBytes());
        room = new FileRoom(space, context.reserveBytes());
        pages = new PreTouch(room, context.preTouch() && !context.readOnly());
        // A quarter of a block overlaps with the next block; a record must fit into that.
        maxRecordBytes = context.blockSizeBytes() / 4 - Integer.BYTES * 4;
        if (!context.readOnly()) {
            try {
                openForWriting();
            } catch (final RuntimeException e) {
                close();
                throw e;
            }
        }
    }

    private void openForWriting() {
        place = WriterPlace.take(context.queueDir());
        TableRoom.prepare(context.queueDir());
        final boolean isNew = !QueueFiles.isQueue(context.queueDir());
        rollCycle = OpeningCheck.check(context.queueDir(), context.concludedRollCycle(), true);
        if (context.givenRollCycle() != null) {
            checkRollCycle(context.givenRollCycle(), isNew);
        }
        queue = open();
        rollCycle = queue.rollCycle();
        HalfMadeFile.discard(queue, writeLock);
        TableRoom.prepare(context.queueDir());
        startClock();
        mark = MarkKeeper.open(queue, writeLock);
        place.opened();
        final NextFile next = new NextFile(queue, context.reserveBytes());
        queueClock.gate(next::allow);
        watch = new DiskWatch(queue, clock, space, room, next, mark);
        if (space.level() == DiskLevel.FULL && "file".equals(space.cause())) {
            throw new JournalException(JournalException.Problem.FILE_FULL, 0, "The journal in " + context.queueDir()
                + " takes no record now: " + space.reason() + ", at " + endOfCycle() + ": start again then, or begin a new data"
                + " directory with a shorter --roll-cycle.", null);
        }
        if (!next.isReady() || space.level() == DiskLevel.FULL) {
            throw new JournalException(JournalException.Problem.DISK_FULL, 0, "The disk of " + context.queueDir() + " has "
                + (context.queueDir().toFile().getUsableSpace() >> 20) + " MiB free, too little for a journal with a reserve of "
                + (context.reserveBytes() >> 20) + " MiB: free some space, then start again.", null);
        }
    }

    /**
     * Opens a journal for reading only, be it live or a copy. A journal without any file yet is empty.
     *
     * @param dataOrJournalDir a data directory, or the queue's own directory.
     * @return the journal, to be closed by the caller.
     * @throws JournalException if there is neither.
     */
    public static Journal openReadOnly(final Path dataOrJournalDir) {
        return new Journal(new JournalContext().queueDir(queueDir(dataOrJournalDir)).readOnly(true));
    }

    /** Returns the queue's directory; throws if there is none. */
    public static Path queueDir(final Path dataOrJournalDir) {
        final Path dir = dataOrJournalDir.toAbsolutePath().normalize();
        final Path inside = dir.resolve(DataDirectory.JOURNAL);
        if (Files.isDirectory(inside) || Files.exists(dir.resolve(DataDirectory.MARKER))) {
            return inside;
        }
        if (QueueFiles.isQueue(dir)) {
            return dir;
        }
        throw new JournalException(JournalException.Problem.NOT_A_JOURNAL, 0, "There is no journal in " + dir
            + ": give --data a Patchbay data directory, or a copy of one or of its journal.", null);
    }

    @Override
    public JournalWriter newWriter() {
        if (context.readOnly()) {
            throw new IllegalStateException("a read-only journal has no writer");
        }
        return new JournalWriter(this);
    }

    @Override
    public JournalReader newReader() {
        return new JournalReader(this);
    }

    @Override
    public LogSync newSync() {
        return new SyncThread(this);
    }

    /**
     * Returns a reader of all records of now that reads ahead on its own thread, for replay.
     *
     * @return the reader, to be closed by the caller before the journal.
     */
    public ReadAhead newReadAhead() {
        return newReadAhead(0);
    }

    /**
     * Returns a reader of all records of now, from an index on, that reads ahead on its own thread, for replay.
     *
     * @param from lowest index to read.
     * @return the reader, to be closed by the caller before the journal.
     */
    public ReadAhead newReadAhead(final long from) {
        return new ReadAhead(this, from);
    }

    @Override
    public long lastIndex() {
        for (final Map.Entry<Integer, Path> entry : cycleFiles().descendingMap().entrySet()) {
            final long first = rollCycle().toIndex(entry.getKey(), 0);
            try (CycleWalk walk = new CycleWalk(entry.getValue(), first)) {
                if (walk.head() != null) {
                    walk.seek(rollCycle().maxMessagesPerCycle());
                    if (walk.index() > first) {
                        return walk.index() - 1;
                    }
                }
            }
        }
        return 0;
    }

    /**
     * Makes all records up to an index durable: they survive a loss of power. Blocks for as long as the disk takes. Any thread,
     * one at a time.
     *
     * @param index index of a record that has been written, by whichever writer.
     * @throws JournalException if the disk fails.
     */
    public void sync(final long index) {
        final int cycle = rollCycle().toCycle(index);
        synchronized (sync) {
            if (index <= syncedIndex) {
                return;
            }
            if (cycle == syncedCycle) {
                sync.force();
            } else {
                sync.forceNewFiles();
                syncedCycle = cycle;
            }
            syncedIndex = index;
        }
    }

    /**
     * Returns the index up to which this object's own syncs have made records durable.
     *
     * @return an index, 0 before the first sync.
     */
    public long syncedIndex() {
        return syncedIndex;
    }

    @Override
    public Path dir() {
        return context.queueDir();
    }

    @Override
    public JournalClock clock() {
        return clock;
    }

    /**
     * Returns the cycle of the file that holds a record.
     *
     * @param index index of the record.
     * @return the cycle; it increases with the index.
     */
    public int cycleOf(final long index) {
        return rollCycle().toCycle(index);
    }

    @Override
    public DiskSpace space() {
        return space;
    }

    FileRoom room() {
        return room;
    }

    /** Returns the identity of the journal, which is open for writing. */
    String identity() {
        return mark.journal();
    }

    /** Returns the index from which on {@link #fill} must be called, in the file of a record that is about to be written. */
    long fillIndex(final long index) {
        final long records = rollCycle.toSequenceNumber(index);
        return rollCycle.toIndex(rollCycle.toCycle(index), 0) + FileFill.nextChange(rollCycle, records);
    }

    /**
     * Reports how full the newest file is, before a record is written.
     *
     * @return index from which on this must be called again.
     * @throws JournalException if the file's indexes are used up: the record would get an index of another file.
     */
    long fill(final long index) {
        final int cycle = rollCycle.toCycle(index);
        final long records = rollCycle.toSequenceNumber(index);
        final long max = FileFill.maxRecords(rollCycle);
        if (records >= max || cycle != rollCycle.toCycle(index - records)) {
            throw new JournalException(JournalException.Problem.FILE_FULL, index, "The newest file of the journal in " + dir()
                + " has " + max + " records, as many as a file of a " + RollCycleNames.format(rollCycle)
                + " journal can count: wait for the next file, or begin a new data directory with a shorter --roll-cycle.",
                null);
        }
        space.fills(FileFill.level(rollCycle, records), records, max);
        return rollCycle.toIndex(cycle, 0) + FileFill.nextChange(rollCycle, records);
    }

    private Instant endOfCycle() {
        return Instant.ofEpochMilli((queue.lastCycle() + 1L) * rollCycle.lengthInMillis() + rollCycle.defaultEpoch());
    }

    /** Returns the cycle in the name of a file of the journal. */
    int cycleOf(final Path file) {
        return CycleFiles.cycleOf(dir(), rollCycle(), file);
    }

    @Override
    public void vouch(final long index) {
        if (mark != null) {
            sync(index);
            mark.update();
        }
    }

    /**
     * Throws if files of the journal are missing, belong to another journal, or end before records that they are known to have
     * had. Reads the beginning and the end of each file. Any thread.
     *
     * @throws JournalException an exception that names what is missing.
     */
    public void requireWhole() {
        if (!isThere()) {
            OpeningCheck.check(context.queueDir(), context.concludedRollCycle(), false);
        }
    }

    @Override
    public long prunedBefore() {
        return Pruned.read(context.queueDir());
    }

    /**
     * Returns the journal's current files by the number of their cycle.
     *
     * @return the files, oldest first; empty if there are none.
     */
    public NavigableMap<Integer, Path> cycleFiles() {
        return isThere() ? CycleFiles.list(context.queueDir(), rollCycle()) : new TreeMap<>();
    }

    QueueClock queueClock() {
        return queueClock;
    }

    PreTouch pages() {
        return pages;
    }

    long maxRecordBytes() {
        return maxRecordBytes;
    }

    /** Returns the queue that records are appended to; null if the journal is read only, since reading needs only the files. */
    SingleChronicleQueue queue() {
        return queue;
    }

    /** Returns whether the journal has records or a file for them. A journal that is read only may get them later. */
    synchronized boolean isThere() {
        if (rollCycle == null && QueueFiles.hasRecords(context.queueDir())) {
            rollCycle = OpeningCheck.check(context.queueDir(), context.concludedRollCycle(), false);
        }
        return rollCycle != null;
    }

    boolean isReadOnly() {
        return context.readOnly();
    }

    int blockSizeBytes() {
        return context.blockSizeBytes();
    }

    private void startClock() {
        final long lastNs = latestNs();
        if (context.clockFile() == null) {
            clock.start(lastNs, true, 1);
        } else {
            ClockFile.exclusively(context.clockFile(), () ->
                clock.start(lastNs, place.isAlone(), ClockFile.runOfTheMachine()));
        }
    }

    /** Raises the clock to the times that other processes have written. */
    void raiseClock() {
        clock.raise(latestNs());
    }

    /** Returns the later of the newest file's begin and the last record's time; 0 if there is neither. */
    private long latestNs() {
        final long[] latest = new long[1];
        final Map.Entry<Integer, Path> newest = cycleFiles().lastEntry();
        final int lastCycle = newest == null ? 0 : newest.getKey();
        if (lastCycle > 0) {
            latest[0] = TimeUnit.MILLISECONDS.toNanos(
                (long)lastCycle * rollCycle().lengthInMillis() + rollCycle().defaultEpoch());
            final long last = lastIndex();
            if (last > 0) {
                try (JournalReader reader = newReader()) {
                    reader.moveTo(last);
                    reader.next(in -> latest[0] = Math.max(latest[0], in.timeNs));
                }
            }
        }
        return latest[0];
    }

    private void checkRollCycle(final String wanted, final boolean isNew) {
        if (isNew) {
            RollCycleNames.parse(wanted);
        } else if (!RollCycleNames.format(rollCycle).equals(wanted)) {
            throw new IllegalArgumentException("--roll-cycle " + wanted + ": the journal in " + dir() + " exists and rolls "
                + RollCycleNames.format(rollCycle) + ", which cannot change: leave the option out or give "
                + RollCycleNames.format(rollCycle) + ", or begin a new data directory");
        }
    }

    synchronized RollCycle rollCycle() {
        return rollCycle == null ? context.concludedRollCycle() : rollCycle;
    }

    private SingleChronicleQueue open() {
        try {
            return new QueueBuilderWithLock(context.queueDir().toFile(), this::makeWriteLock)
                .rollCycle(rollCycle)
                .blockSize(context.blockSizeBytes())
                .timeoutMS(context.timeoutMs())
                .timeProvider(queueClock)
                .checkInterrupts(false)
                .build();
        } catch (final RuntimeException e) {
            throw JournalException.unavailable("The journal in " + context.queueDir() + " cannot be opened (" + e
                + "): let this user read and write it, or restore it from a copy.", e);
        }
    }

    private WriteLock makeWriteLock(final TableStore<?> table) {
        writeLock = new WriteLockOfPlaces(table, place, context.timeoutMs());
        return writeLock;
    }

    /** Returns the queue's write lock; null if the journal is read only. */
    WriteLock writeLock() {
        return writeLock;
    }

    @Override
    public synchronized void close() {
        if (watch != null) {
            watch.close();
            mark.tryUpdate();
        }
        sync.close();
        pages.close();
        room.close();
        if (queue != null) {
            queue.close();
        }
        if (place != null) {
            // The place comes last: whatever is still locked after that is proven to be left behind.
            place.close();
        }
    }
}
