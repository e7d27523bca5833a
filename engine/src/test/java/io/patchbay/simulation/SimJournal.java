package io.patchbay.simulation;

import io.patchbay.engine.input.Input;
import io.patchbay.journal.clock.JournalClock;
import io.patchbay.journal.disk.DiskSpace;

import java.util.function.Consumer;

/**
 * A fake of the journal as one process has it open: the journal's real clock over the machine's clocks, and the shared records.
 */
public final class SimJournal {
    final RecordStore records;
    final SimProcess process;
    final SimClock machine;
    final SimRandom random;
    /** Takes each record as soon as it is in the journal, before any reader has it. */
    final Consumer<Input> recorded;
    private final JournalClock clock;

    SimJournal(final RecordStore records, final SimProcess process, final SimClock machine, final SimRandom random,
        final boolean isAlone, final Consumer<Input> recorded) {
        this.records = records;
        this.process = process;
        this.machine = machine;
        this.random = random;
        this.recorded = recorded;
        clock = new JournalClock(machine::nanoTime, machine::epochNs, machine.anchor);
        clock.start(records.size() == 0 ? 0 : records.get(records.size() - 1).timeNs, isAlone, machine.run);
    }

    /**
     * Returns the journal's clock.
     *
     * @return gives the same time in each process of the machine, never before the last record.
     */
    public JournalClock clock() {
        return clock;
    }

    /**
     * Returns the free space of the disk.
     *
     * @return a disk that is never full.
     */
    public DiskSpace space() {
        return DiskSpace.unlimited();
    }

    /**
     * Returns the index of the last record.
     *
     * @return 0 in an empty journal.
     */
    public long lastIndex() {
        return records.lastIndex();
    }

    /**
     * Returns the index before which records have been removed.
     *
     * @return 0, since no records are removed.
     */
    public long prunedBefore() {
        return 0;
    }

    /**
     * Notes that a loss of power takes no record up to an index.
     *
     * @param index of a record.
     */
    public void vouch(final long index) {
        records.synced = Math.max(records.synced, records.countUpTo(index));
    }

    /**
     * Returns a new reader.
     *
     * @return a reader before the first record.
     */
    public SimJournalReader newReader() {
        return new SimJournalReader(this);
    }

    /**
     * Returns a new writer.
     *
     * @return a writer that appends at the end.
     */
    public SimJournalWriter newWriter() {
        return new SimJournalWriter(this);
    }
}
