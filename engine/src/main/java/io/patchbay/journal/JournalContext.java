package io.patchbay.journal;

import net.openhft.chronicle.queue.RollCycle;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

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

    /** System property of tests: Chronicle's name of the cycle that a new journal has by default. */
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
     * How often a new file begins: {@code daily}, {@code hourly}, {@code ten-minutely} or {@code five-minutely}. A journal that
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
     * How long a writer waits each time for the queue's lock while its holder lives; a holder that has ended loses it at once.
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
     * Sets one clock for both the time of day and elapsed time: record times follow it wherever it goes forward. It is not
     * shared with other processes.
     *
     * @param clock instead of the machine's.
     * @return this.
     */
    public JournalContext clock(final EpochNanoClock clock) {
        return clocks(clock, clock::nanoTime);
    }

    /**
     * Sets the clocks that record times are made of. They are not shared with other processes.
     *
     * @param wall    the time of day, which may leap.
     * @param elapsed what has elapsed since some moment.
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
        ChronicleSetup.ensure();
        if (rollCycle == null || RollCycleNames.isWord(rollCycle) && !RollCycleNames.isForNew(rollCycle)) {
            concludedRollCycle = defaultRollCycle();
        } else {
            concludedRollCycle = RollCycleNames.parse(rollCycle);
        }
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

    EpochNanoClock wallClock() {
        return wallClock;
    }

    NanoClock elapsedClock() {
        return elapsedClock;
    }

    /** The file through which the clock is shared with other processes; null where it is not. */
    Path clockFile() {
        return readOnly || isClockGiven || dataDirectory == null ? null : dataDirectory.root().resolve(DataDirectory.CLOCK);
    }

    /** The word that somebody has given; null where whatever the journal has is good. */
    String givenRollCycle() {
        return rollCycle;
    }

    /** Of a new journal that nobody chose one for; a test may choose one of Chronicle's own that holds next to nothing. */
    static RollCycle defaultRollCycle() {
        return RollCycleNames.named(System.getProperty(TEST_ROLL_CYCLE, "XLARGE_DAILY"));
    }

    RollCycle concludedRollCycle() {
        return concludedRollCycle;
    }
}
