package io.patchbay.simulation;

import io.patchbay.engine.input.Input;
import io.patchbay.journal.RecordLog;
import io.patchbay.journal.clock.JournalClock;
import io.patchbay.journal.disk.DiskSpace;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A fake of the journal as one process has it open: the journal's real clock over the machine's clocks, and the shared records.
 */
final class SimJournal implements RecordLog {
    final RecordStore records;
    final SimProcess process;
    final SimClock machine;
    final SimRandom random;
    /** Takes each record as soon as it is in the journal, before any reader has it. */
    final Consumer<Input> recorded;
    final MachineParts parts;
    private final JournalClock clock;

    SimJournal(final RecordStore records, final SimProcess process, final SimClock machine, final SimRandom random,
        final boolean isAlone, final MachineParts parts, final Consumer<Input> recorded) {
        this.records = records;
        this.process = process;
        this.machine = machine;
        this.random = random;
        this.recorded = recorded;
        this.parts = parts;
        clock = parts.newClock(machine::nanoTime, machine::epochNs, machine.anchor);
        clock.start(records.size() == 0 ? 0 : records.get(records.size() - 1).timeNs, isAlone, machine.run);
    }

    @Override
    public JournalClock clock() {
        return clock;
    }

    @Override
    public DiskSpace space() {
        return DiskSpace.unlimited();
    }

    @Override
    public long lastIndex() {
        return records.lastIndex();
    }

    @Override
    public long prunedBefore() {
        return 0;
    }

    @Override
    public void vouch(final long index) {
        records.synced = Math.max(records.synced, records.countUpTo(index));
    }

    @Override
    public SimJournalReader newReader() {
        return new SimJournalReader(this);
    }

    @Override
    public SimJournalWriter newWriter() {
        return new SimJournalWriter(this);
    }

    @Override
    public SimSync newSync() {
        return new SimSync(this);
    }

    @Override
    public Path dir() {
        return Path.of("/simulated/journal");
    }
}
