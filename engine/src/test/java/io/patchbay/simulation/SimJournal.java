package io.patchbay.simulation;

import io.patchbay.engine.input.Input;
import io.patchbay.journal.DiskSpace;

import org.agrona.concurrent.EpochNanoClock;

import java.util.function.Consumer;

/**
 * Stands for the journal as one process has it open: its own monotonic clock over the shared records.
 */
public final class SimJournal {
    final RecordStore records;
    final SimProcess process;
    final SimClock machine;
    final SimRandom random;
    /** Told of each record as soon as it is in the journal, before anybody reads it. */
    final Consumer<Input> recorded;
    private final EpochNanoClock clock = this::monotonicNs;
    private long latestNs;

    SimJournal(final RecordStore records, final SimProcess process, final SimClock machine, final SimRandom random,
        final Consumer<Input> recorded) {
        this.records = records;
        this.process = process;
        this.machine = machine;
        this.random = random;
        this.recorded = recorded;
        latestNs = records.size() == 0 ? 0 : records.get(records.size() - 1).timeNs;
    }

    private long monotonicNs() {
        latestNs = Math.max(latestNs, machine.epochNs());
        return latestNs;
    }

    /**
     * As the journal's.
     *
     * @return never goes back within the process, nor before the last record.
     */
    public EpochNanoClock clock() {
        return clock;
    }

    /**
     * As the journal's.
     *
     * @return never full.
     */
    public DiskSpace space() {
        return DiskSpace.unlimited();
    }

    /**
     * As the journal's.
     *
     * @return 0 in an empty one.
     */
    public long lastIndex() {
        return records.lastIndex();
    }

    /**
     * As the journal's.
     *
     * @return nothing is ever removed.
     */
    public long prunedBefore() {
        return 0;
    }

    /**
     * As the journal's: a loss of power takes nothing up to there.
     *
     * @param index of a record.
     */
    public void vouch(final long index) {
        records.synced = Math.max(records.synced, records.countUpTo(index));
    }

    /**
     * As the journal's.
     *
     * @return at the first record.
     */
    public SimJournalReader newReader() {
        return new SimJournalReader(this);
    }

    /**
     * As the journal's.
     *
     * @return appends at the end.
     */
    public SimJournalWriter newWriter() {
        return new SimJournalWriter(this);
    }
}
