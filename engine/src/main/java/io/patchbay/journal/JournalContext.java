package io.patchbay.journal;

import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import org.agrona.concurrent.EpochNanoClock;

import java.nio.file.Path;

/**
 * Settings of a {@link Journal}, filled by whoever opens one, concluded once by the journal.
 */
public final class JournalContext {
    /** Default bytes of one mapped block; four of the largest records must fit. */
    public static final int BLOCK_SIZE_BYTES = 64 << 20;
    /** The smallest block. */
    public static final int MIN_BLOCK_SIZE_BYTES = 256 << 10;
    /** Default time after which the queue's lock is looked at: is its holder dead? */
    public static final int TIMEOUT_MS = 1_000;

    /** Default bytes kept ready in the journal's newest file for what must still be written when the disk is full. */
    public static final int RESERVE_BYTES = 16 << 20;
    /** The smallest reserve. */
    public static final int MIN_RESERVE_BYTES = 8 << 20;

    private DataDirectory dataDirectory;
    private Path queueDir;
    private String rollCycle;
    private int blockSizeBytes = BLOCK_SIZE_BYTES;
    private long timeoutMs = TIMEOUT_MS;
    private long minFreeBytes;
    private long reserveBytes = RESERVE_BYTES;
    private boolean preTouch;
    private boolean readOnly;
    private EpochNanoClock clock;
    private RollCycle concludedRollCycle;

    /**
     * The data directory whose journal it is.
     *
     * @param dataDirectory opened.
     * @return this.
     */
    public JournalContext dataDirectory(final DataDirectory dataDirectory) {
        this.dataDirectory = dataDirectory;
        return this;
    }

    /**
     * The queue's own directory, instead of a data directory: for copies and tests.
     *
     * @param queueDir any path.
     * @return this.
     */
    public JournalContext queueDir(final Path queueDir) {
        this.queueDir = queueDir;
        return this;
    }

    /**
     * How often a new file begins: a word such as {@code daily} or {@code hourly}, or one of Chronicle's names. A journal that
     * exists keeps its own; one that is set here and differs is refused where it is opened for writing.
     *
     * @param rollCycle null, the default: as the journal has it, {@code daily} for a new one.
     * @return this.
     */
    public JournalContext rollCycle(final String rollCycle) {
        this.rollCycle = rollCycle;
        return this;
    }

    /**
     * Bytes of one mapped block of the journal's files.
     *
     * @param blockSizeBytes a power of two from {@link #MIN_BLOCK_SIZE_BYTES}.
     * @return this.
     */
    public JournalContext blockSizeBytes(final int blockSizeBytes) {
        this.blockSizeBytes = blockSizeBytes;
        return this;
    }

    /**
     * Free bytes of the disk below which the journal's {@link DiskSpace} is low.
     *
     * @param minFreeBytes 0, the default: never by this.
     * @return this.
     */
    public JournalContext minFreeBytes(final long minFreeBytes) {
        this.minFreeBytes = minFreeBytes;
        return this;
    }

    /**
     * Bytes kept ready in the newest file, and in the next cycle's, for what must still be written when the disk is full.
     *
     * @param reserveBytes from {@link #MIN_RESERVE_BYTES}.
     * @return this.
     */
    public JournalContext reserveBytes(final long reserveBytes) {
        this.reserveBytes = reserveBytes;
        return this;
    }

    /**
     * Does a thread of low priority make pages there ahead of the writers? Costs a little of a core while they write.
     *
     * @param preTouch false by default.
     * @return this.
     */
    public JournalContext preTouch(final boolean preTouch) {
        this.preTouch = preTouch;
        return this;
    }

    /**
     * How long a writer waits for the queue's lock before it looks if the holder is dead.
     *
     * @param timeoutMs milliseconds, at least 1.
     * @return this.
     */
    public JournalContext timeoutMs(final long timeoutMs) {
        this.timeoutMs = timeoutMs;
        return this;
    }

    /**
     * Only for reading: nothing is created or changed.
     *
     * @param readOnly true for a reader.
     * @return this.
     */
    public JournalContext readOnly(final boolean readOnly) {
        this.readOnly = readOnly;
        return this;
    }

    /**
     * Where record times come from.
     *
     * @param clock by default the system's.
     * @return this.
     */
    public JournalContext clock(final EpochNanoClock clock) {
        this.clock = clock;
        return this;
    }

    /**
     * Checks the settings and fills in defaults; called by the journal.
     *
     * @throws IllegalArgumentException where a setting is out of its range.
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
        if (clock == null) {
            clock = new SteadyEpochClock();
        }
        ChronicleSetup.ensure();
        concludedRollCycle = rollCycle == null ? defaultRollCycle() : RollCycleNames.parse(rollCycle);
    }

    /**
     * Directory of the queue.
     *
     * @return set by {@link #conclude()}.
     */
    public Path queueDir() {
        return queueDir;
    }

    /**
     * Bytes of one mapped block.
     *
     * @return a power of two.
     */
    public int blockSizeBytes() {
        return blockSizeBytes;
    }

    /**
     * Free bytes of the disk below which its space is low.
     *
     * @return at least 0.
     */
    public long minFreeBytes() {
        return minFreeBytes;
    }

    /**
     * Bytes kept ready for what must still be written when the disk is full.
     *
     * @return at least {@link #MIN_RESERVE_BYTES}.
     */
    public long reserveBytes() {
        return reserveBytes;
    }

    /**
     * Does a thread make pages there ahead of the writers?
     *
     * @return as set.
     */
    public boolean preTouch() {
        return preTouch;
    }

    /**
     * How long a writer waits for the queue's lock.
     *
     * @return milliseconds.
     */
    public long timeoutMs() {
        return timeoutMs;
    }

    /**
     * Is it only for reading?
     *
     * @return as set.
     */
    public boolean readOnly() {
        return readOnly;
    }

    /**
     * Where record times come from.
     *
     * @return set by {@link #conclude()}.
     */
    public EpochNanoClock clock() {
        return clock;
    }

    /** Has somebody said how often, or is whatever the journal has good? */
    boolean isRollCycleGiven() {
        return rollCycle != null;
    }

    /** Of a new journal that nobody chose one for. */
    static RollCycle defaultRollCycle() {
        return RollCycles.FAST_DAILY;
    }

    /** The data directory; null where only the queue's own is known. */
    DataDirectory openedDirectory() {
        return dataDirectory;
    }

    RollCycle concludedRollCycle() {
        return concludedRollCycle;
    }
}
