package io.patchbay.replay;

import io.patchbay.cli.ExitCode;
import io.patchbay.engine.Engine;
import io.patchbay.engine.Outputs;
import io.patchbay.engine.input.Input;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalReader;
import io.patchbay.journal.ReadAhead;
import io.patchbay.journal.record.RecordBatch;
import io.patchbay.journal.record.RecordHandler;
import io.patchbay.protocol.Indexes;
import io.patchbay.replay.print.Position;
import io.patchbay.replay.print.Progress;
import io.patchbay.replay.print.Times;

import java.util.function.BiConsumer;

/**
 * The replay host: journal reader → engine → recorder. It begins with the first record, since state is a fold of all of them.
 * Where retention has removed the first records, it begins with the oldest snapshot and prints a line about that. It runs on one
 * thread, beside the one that reads ahead.
 */
public final class Replay {
    private final Journal journal;
    private final Engine engine;
    private final Progress progress;
    private final long startIndex;
    private final long startTimeNs;
    private BiConsumer<RecordBatch, RecordBatch> onBatch = (batch, following) -> { };
    private RecordHandler before = in -> { };
    private RecordHandler after = in -> { };
    private Position to;
    private long records;
    private int recordLengthBytes;
    /** Uses the result of the prefetches, so that the compiler does not remove them. */
    private long prefetched;

    /**
     * Makes an engine with the state before the journal's first record.
     *
     * @throws ReplayException if the first records were removed and there is no snapshot to begin with.
     */
    public Replay(final Journal journal, final Outputs outputs, final Progress progress) {
        this.journal = journal;
        this.progress = progress;
        engine = OldestSnapshot.engine(journal, outputs, progress::say);
        startIndex = engine.index();
        startTimeNs = engine.timeNs();
    }

    /** Returns the index of the snapshot that the replay begins with, or 0 if it begins with the journal's first record. */
    long startIndex() {
        return startIndex;
    }

    /** Sets what is called before each batch of records, with the batch and the next one, or null if that is not read yet. */
    public Replay onBatch(final BiConsumer<RecordBatch, RecordBatch> handler) {
        onBatch = handler;
        return this;
    }

    /** Sets what is called with each record before it is applied. */
    public Replay before(final RecordHandler handler) {
        before = handler;
        return this;
    }

    /** Sets what is called with each record after it has been applied. */
    public Replay after(final RecordHandler handler) {
        after = handler;
        return this;
    }

    /** Sets the place after which the replay ends; null means the end of the journal. */
    public Replay to(final Position position) {
        to = position;
        return this;
    }

    /** Returns the engine that the records are applied to. */
    public Engine engine() {
        return engine;
    }

    /** Returns the number of records that were applied. */
    public long records() {
        return records;
    }

    /**
     * Applies the records that the journal has now, up to the place that was set.
     *
     * @throws ReplayException if that place is before the oldest snapshot, whose records were removed.
     */
    public void run() {
        if (startIndex != 0 && to != null && to.isBefore(startIndex, startTimeNs)) {
            throw new ReplayException(ExitCode.COULD_NOT_RUN, "What was there before " + Indexes.format(startIndex) + " at "
                + Times.format(startTimeNs) + " is not known any more, retention has removed those records: ask for a later"
                + " place, or use a copy that still has them.");
        }
        scan(journal, startIndex == 0 ? 0 : startIndex + 1, progress, this::prepare, (in, engineTimeNs, lengthBytes) -> {
            if (to != null && to.isBefore(in.index, engineTimeNs)) {
                return false;
            }
            recordLengthBytes = lengthBytes;
            before.onRecord(in);
            in.applyTo(engine);
            records++;
            after.onRecord(in);
            return true;
        });
    }

    /** Returns the length, in bytes, of the record that is being applied. */
    public int recordLengthBytes() {
        return recordLengthBytes;
    }

    /** Hands the records that the journal has now to a visitor, until the visitor returns false. */
    public static void scan(final Journal journal, final Progress progress, final RecordVisitor visitor) {
        scan(journal, 0, progress, (batch, following) -> { }, visitor);
    }

    private static void scan(final Journal journal, final long from, final Progress progress,
        final BiConsumer<RecordBatch, RecordBatch> preparing, final RecordVisitor visitor) {
        final CycleWatch cycles = new CycleWatch(journal);
        if (progress.isShown()) {
            showUntilLast(journal, progress);
        }
        try (ReadAhead ahead = journal.newReadAhead(from)) {
            long engineTimeNs = 0;
            for (RecordBatch batch = ahead.next(); batch != null; batch = ahead.next()) {
                cycles.check(batch.index(0), batch.index(batch.size() - 1));
                preparing.accept(batch, ahead.peek());
                for (int i = 0; i < batch.size(); i++) {
                    final Input in = batch.input(i);
                    engineTimeNs = Math.max(engineTimeNs, in.timeNs);
                    if (!visitor.visit(in, engineTimeNs, batch.lengthBytes(i))) {
                        return;
                    }
                    progress.record(engineTimeNs);
                }
            }
        } finally {
            progress.done();
        }
    }

    private static void showUntilLast(final Journal journal, final Progress progress) {
        final long last = journal.lastIndex();
        if (last > 0) {
            try (JournalReader reader = journal.newReader()) {
                reader.moveTo(last);
                reader.next(in -> progress.until(in.timeNs));
            }
        }
    }

    private void prepare(final RecordBatch batch, final RecordBatch following) {
        onBatch.accept(batch, following);
        prefetch(batch);
    }

    /** Prefetches the slots of a batch's message ids into cache, all at once, so that the waits on memory overlap. */
    private void prefetch(final RecordBatch batch) {
        long sum = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (batch.hasId(i)) {
                sum += engine.prefetch(batch.idHi(i), batch.idLo(i));
            }
        }
        prefetched = sum;
    }
}
