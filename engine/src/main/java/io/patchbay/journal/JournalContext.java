package io.patchbay.journal;

import io.patchbay.data.DataDirectory;
import io.patchbay.journal.file.RollCycleNames;

import net.openhft.chronicle.queue.RollCycle;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

import java.nio.file.Path;

/**
 * Settings of a {@link Journal}. Whoever opens a journal fills them in; the journal concludes them once.
 */
public final class JournalContext {
    /** Default size of a mapped block, in bytes; four of the largest records must fit. */
    public static final int BLOCK_SIZE_BYTES = 64 << 20;
    /** Minimum size of a mapped block, in bytes. */
    public static final int MIN_BLOCK_SIZE_BYTES = 256 << 10;
    /** Default time, in milliseconds, after which a waiting writer checks whether the holder of the queue's lock is alive. */
    public static final int TIMEOUT_MS = 1_000;

    /**
     * Default reserve, in bytes, for what must still be written when the disk is full. It is allocated in the journal's newest
     * file.
     */
    public static final int RESERVE_BYTES = 16 << 20;
    /** Minimum reserve, in bytes. */
    public static final int MIN_RESERVE_BYTES = 8 << 20;

    /** System property for tests: Chronicle's name of the default roll cycle of a new journal. */
    static final String TEST_ROLL_CYCLE = "patchbay.test.roll-cycle";

    private DataDirectory dataDirectory;
    private Path queueDir;
    private String rollCycle;
    private int blockSizeBytes = BLOCK_SIZE_BYTES;
    private long timeoutMs = TIMEOUT_MS;
    private long minFreeBytes;
    private long reserveBytes = RESERVE_BYTES;
    private boolean preTouch;
    private boolean readOnly;
    private EpochNanoClock wallClock = new SystemEpochNanoClock();
    private NanoClock elapsedClock = SystemNanoClock.INSTANCE;
    private boolean isClockGiven;
    private RollCycle concludedRollCycle;

    /**
     * Sets the data directory that holds the journal.
     *
     * @param dataDirectory an open data directory.
     * @return this.
     */
    public JournalContext dataDirectory(final DataDirectory dataDirectory) {
        this.dataDirectory = dataDirectory;
        return this;
    }

    /**
     * Sets the queue's own directory, instead of a data directory, for copies and tests.
     *
     * @param queueDir any path.
     * @return this.
     */
    public JournalContext queueDir(final Path queueDir) {
        this.queueDir = queueDir;
        return this;
    }

    /**
     * Sets how often a new file begins: {@code daily}, {@code hourly}, {@code ten-minutely} or {@code five-minutely}. An existing
     * journal keeps its roll cycle: if another one is set here, opening it for writing fails.
     *
     * @param rollCycle name of the roll cycle; null, the default, means that of the journal, {@code daily} for a new one.
     * @return this.
     */
    public JournalContext rollCycle(final String rollCycle) {
        this.rollCycle = rollCycle;
        return this;
    }

    /**
     * Sets the size of one mapped block of the journal's files.
     *
     * @param blockSizeBytes a power of two, at least {@link #MIN_BLOCK_SIZE_BYTES}.
     * @return this.
     */
    public JournalContext blockSizeBytes(final int blockSizeBytes) {
        this.blockSizeBytes = blockSizeBytes;
        return this;
    }

    /**
     * Sets the free bytes of the disk below which the level of the journal's {@code DiskSpace} is low.
     *
     * @param minFreeBytes bytes; 0, the default, means never.
     * @return this.
     */
    public JournalContext minFreeBytes(final long minFreeBytes) {
        this.minFreeBytes = minFreeBytes;
        return this;
    }

    /**
     * Sets the bytes that are kept allocated in the newest file, and in the next cycle's, for what must be written when the disk
     * is full.
     *
     * @param reserveBytes at least {@link #MIN_RESERVE_BYTES}.
     * @return this.
     */
    public JournalContext reserveBytes(final long reserveBytes) {
        this.reserveBytes = reserveBytes;
        return this;
    }

    /**
     * Sets whether a thread of low priority populates pages ahead of the writers. It costs a small part of a core while they
     * write.
     *
     * @param preTouch default false.
     * @return this.
     */
    public JournalContext preTouch(final boolean preTouch) {
        this.preTouch = preTouch;
        return this;
    }

    /**
     * Sets how long a writer waits in each attempt for the queue's lock while its holder lives. A holder that has ended loses it
     * at once.
     *
     * @param timeoutMs milliseconds, at least 1.
     * @return this.
     */
    public JournalContext timeoutMs(final long timeoutMs) {
        this.timeoutMs = timeoutMs;
        return this;
    }

    /**
     * Sets whether the journal is opened for reading only: nothing is created or changed then.
     *
     * @param readOnly true for a reader.
     * @return this.
     */
    public JournalContext readOnly(final boolean readOnly) {
        this.readOnly = readOnly;
        return this;
    }

    /**
     * Sets one clock for both the time of day and elapsed time: record times follow it whenever it goes forward. It is not shared
     * with other processes.
     *
     * @param clock clock in place of the machine's.
     * @return this.
     */
    public JournalContext clock(final EpochNanoClock clock) {
        return clocks(clock, clock::nanoTime);
    }

    /**
     * Sets the clocks that record times are made of. They are not shared with other processes.
     *
     * @param wall    the time of day, which may leap.
     * @param elapsed the time elapsed since some moment.
     * @return this.
     */
    public JournalContext clocks(final EpochNanoClock wall, final NanoClock elapsed) {
        wallClock = wall;
        elapsedClock = elapsed;
        isClockGiven = true;
        return this;
    }

    /**
     * Checks the settings and fills in defaults; called by the journal.
     *
     * @throws IllegalArgumentException if a setting is out of its range.
     */
    public void conclude() {
        if (queueDir == null) {
            if (dataDirectory == null) {
                throw new IllegalArgumentException("dataDirectory or queueDir must be set");
            }
            queueDir = dataDirectory.journalDir();
        }
        if (Integer.bitCount(blockSizeBytes) != 1 || blockSizeBytes < MIN_BLOCK_SIZE_BYTES) {
            throw new IllegalArgumentException("blockSizeBytes must be a power of two from " + MIN_BLOCK_SIZE_BYTES + ", not "
                + blockSizeBytes);
        }
        if (minFreeBytes < 0 || reserveBytes < MIN_RESERVE_BYTES) {
            throw new IllegalArgumentException("minFreeBytes must be at least 0, reserveBytes at least " + MIN_RESERVE_BYTES
                + ", not " + minFreeBytes + " and " + reserveBytes);
        }
        if (timeoutMs < 1) {
            throw new IllegalArgumentException("timeoutMs must be at least 1, not " + timeoutMs);
        }
        ChronicleSetup.ensure();
        if (rollCycle == null || RollCycleNames.isWord(rollCycle) && !RollCycleNames.isForNew(rollCycle)) {
            concludedRollCycle = defaultRollCycle();
        } else {
            concludedRollCycle = RollCycleNames.parse(rollCycle);
        }
    }

    /**
     * Returns the directory of the queue.
     *
     * @return a path, set by {@link #conclude()}.
     */
    public Path queueDir() {
        return queueDir;
    }

    /**
     * Returns the size of one mapped block.
     *
     * @return bytes, a power of two.
     */
    public int blockSizeBytes() {
        return blockSizeBytes;
    }

    /**
     * Returns the free bytes of the disk below which its level is low.
     *
     * @return at least 0.
     */
    public long minFreeBytes() {
        return minFreeBytes;
    }

    /**
     * Returns the bytes kept allocated for what must be written when the disk is full.
     *
     * @return at least {@link #MIN_RESERVE_BYTES}.
     */
    public long reserveBytes() {
        return reserveBytes;
    }

    /**
     * Returns whether a thread populates pages ahead of the writers.
     *
     * @return as set.
     */
    public boolean preTouch() {
        return preTouch;
    }

    /**
     * Returns how long a writer waits in each attempt for the queue's lock.
     *
     * @return milliseconds.
     */
    public long timeoutMs() {
        return timeoutMs;
    }

    /**
     * Returns whether the journal is opened for reading only.
     *
     * @return as set.
     */
    public boolean readOnly() {
        return readOnly;
    }

    EpochNanoClock wallClock() {
        return wallClock;
    }

    NanoClock elapsedClock() {
        return elapsedClock;
    }

    /** Returns the file through which the clock is shared with other processes; null if it is not shared. */
    Path clockFile() {
        return readOnly || isClockGiven || dataDirectory == null ? null : dataDirectory.root().resolve(DataDirectory.CLOCK);
    }

    /** Returns the roll cycle that was set, by name; null if the journal's own is used. */
    String givenRollCycle() {
        return rollCycle;
    }

    /** Returns the roll cycle of a new journal for which none was set. Tests may set one whose files hold only a few records. */
    public static RollCycle defaultRollCycle() {
        return RollCycleNames.named(System.getProperty(TEST_ROLL_CYCLE, "XLARGE_DAILY"));
    }

    RollCycle concludedRollCycle() {
        return concludedRollCycle;
    }
}
