package io.patchbay.journal;

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
 * The journal of one data directory: a Chronicle Queue whose documents are records. Opened by gateways and the engine for
 * writing, by the replay tool for reading. Any thread; each writer and reader that it makes belongs to one thread, which must
 * never be interrupted.
 */
public final class Journal implements AutoCloseable {
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
     * Opens it; for writing, creates it where it is not there yet.
     *
     * @param context settings; concluded here.
     * @throws JournalException where it cannot be opened, or its last record cannot be read.
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
        // A quarter of a block overlaps with the next; a record must fit into that.
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
     * Opens a journal for reading only, be it live or a copy. One that nobody has written to yet is empty.
     *
     * @param dataOrJournalDir a data directory, or the queue's own directory.
     * @return to be closed by the caller.
     * @throws JournalException where neither is there.
     */
    public static Journal openReadOnly(final Path dataOrJournalDir) {
        return new Journal(new JournalContext().queueDir(queueDir(dataOrJournalDir)).readOnly(true));
    }

    /** The queue's directory; throws where there is none. */
    static Path queueDir(final Path dataOrJournalDir) {
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

    /**
     * A new writer, for one thread.
     *
     * @return to be closed by the caller, before the journal.
     * @throws IllegalStateException where the journal is read only.
     */
    public JournalWriter newWriter() {
        if (context.readOnly()) {
            throw new IllegalStateException("a read-only journal has no writer");
        }
        return new JournalWriter(this);
    }

    /**
     * A new reader, for one thread, before the first record.
     *
     * @return to be closed by the caller, before the journal.
     */
    public JournalReader newReader() {
        return new JournalReader(this);
    }

    /**
     * Reads all that is there now on a thread of its own, ahead of who asks: for replay.
     *
     * @return to be closed by the caller, before the journal.
     */
    public ReadAhead newReadAhead() {
        return newReadAhead(0);
    }

    /**
     * Reads all that is there now from an index on, on a thread of its own, ahead of who asks: for replay.
     *
     * @param from the first record is the first whose index is not below this one.
     * @return to be closed by the caller, before the journal.
     */
    public ReadAhead newReadAhead(final long from) {
        return new ReadAhead(this, from);
    }

    /**
     * Index of the last record, of whichever writer. Slow: looks at the files.
     *
     * @return 0 where there is none.
     */
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
     * Makes everything up to a record durable: it survives the loss of power. Blocks for as long as the disk takes. Any thread,
     * one at a time.
     *
     * @param index of a record that has been written, by whichever writer.
     * @throws JournalException where the disk fails.
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
     * Up to where it is durable, by this object's own syncs.
     *
     * @return an index, 0 before the first sync.
     */
    public long syncedIndex() {
        return syncedIndex;
    }

    /**
     * Directory of the queue.
     *
     * @return a path that need not exist yet where the journal is read only.
     */
    public Path dir() {
        return context.queueDir();
    }

    /**
     * The clock that record times come from: never behind the journal.
     *
     * @return started where the journal is open for writing.
     */
    public JournalClock clock() {
        return clock;
    }

    /**
     * The number of the file that holds a record.
     *
     * @param index of the record.
     * @return increasing with the index.
     */
    public int cycleOf(final long index) {
        return rollCycle().toCycle(index);
    }

    /**
     * How much room the disk has for records; watched while it is open for writing.
     *
     * @return any thread may ask it.
     */
    public DiskSpace space() {
        return space;
    }

    FileRoom room() {
        return room;
    }

    /** Identity of the journal, which is open for writing. */
    String identity() {
        return mark.journal();
    }

    /** From which index on {@link #fill} is to be asked, in the file of a record that is about to be written. */
    long fillIndex(final long index) {
        final long records = rollCycle.toSequenceNumber(index);
        return rollCycle.toIndex(rollCycle.toCycle(index), 0) + FileFill.nextChange(rollCycle, records);
    }

    /**
     * Says how full the newest file is, before a record is written.
     *
     * @return from which index on this is to be asked again.
     * @throws JournalException where its indexes are used up: the record would get the index of another file's.
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

    /** The cycle that a file of the journal is named by. */
    int cycleOf(final Path file) {
        return CycleFiles.cycleOf(dir(), rollCycle(), file);
    }

    /**
     * Makes everything up to a record durable, and notes outside of the journal's files that the journal goes at least so far:
     * then a journal without that record is known to have lost it. Blocks for as long as the disk takes. Any thread.
     *
     * @param index of a record that has been written, by whichever writer.
     * @throws JournalException where the disk fails.
     */
    public void vouch(final long index) {
        if (mark != null) {
            sync(index);
            mark.update();
        }
    }

    /**
     * Throws where files of the journal are missing, are of another journal, or end before what they are known to have had. Looks
     * at the beginning and the end of each file. Any thread.
     *
     * @throws JournalException which names what is missing.
     */
    public void requireWhole() {
        if (!isThere()) {
            OpeningCheck.check(context.queueDir(), context.concludedRollCycle(), false);
        }
    }

    /**
     * Where the journal begins, if retention has removed its oldest files: then state is no longer a fold of what is left, and a
     * snapshot must stand for what is gone.
     *
     * @return index that all records which are kept have at least; 0 where nothing was ever removed.
     * @throws JournalException where the note of it cannot be read.
     */
    public long prunedBefore() {
        return Pruned.read(context.queueDir());
    }

    /**
     * The journal's files by the number of their cycle, as they are now.
     *
     * @return oldest first; empty where there are none.
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

    /** The queue that records are appended to; null where the journal is read only: that needs nothing but its files. */
    SingleChronicleQueue queue() {
        return queue;
    }

    /** Has it records, or a file for them? A journal that is read only may get them later. */
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

    /** Lets the clock follow what other processes have written. */
    void raiseClock() {
        clock.raise(latestNs());
    }

    /** Returns the latest time that the newest file and the last record stand for, 0 for none. */
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

    /** The queue's write lock; null where the journal is read only. */
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
            // Last: what is still locked now is proven to be left behind.
            place.close();
        }
    }
}
