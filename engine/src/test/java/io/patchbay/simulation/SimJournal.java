package io.patchbay.simulation;

import io.patchbay.engine.input.Input;
import io.patchbay.journal.DiskSpace;
import io.patchbay.journal.JournalClock;

import java.util.function.Consumer;

/**
 * Stands for the journal as one process has it open: the real clock of journals, over the machine's, and the shared records.
 */
public final class SimJournal {
    final RecordStore records;
    final SimProcess process;
    final SimClock machine;
    final SimRandom random;
    /** Told of each record as soon as it is in the journal, before anybody reads it. */
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
     * As the journal's.
     *
     * @return the same time in each process of the machine, never before the last record.
     */
    public JournalClock clock() {
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
