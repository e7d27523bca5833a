package io.patchbay.replay;

import io.patchbay.cli.ExitCode;
import io.patchbay.engine.Engine;
import io.patchbay.engine.Outputs;
import io.patchbay.engine.input.Input;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalReader;
import io.patchbay.journal.ReadAhead;
import io.patchbay.journal.RecordBatch;
import io.patchbay.journal.RecordHandler;
import io.patchbay.protocol.Indexes;
import io.patchbay.replay.print.Position;
import io.patchbay.replay.print.Progress;
import io.patchbay.replay.print.Times;

import java.util.function.BiConsumer;

/**
 * The replay host: journal reader → engine → recorder. Begins with the first record, since state is a fold of all of them; where
 * retention has removed the first ones, with the oldest snapshot, and says so. One thread, beside the one that reads ahead.
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
    /** Keeps the reads of what is foreseen from being left out. */
    private long nearby;

    public Replay(final Journal journal, final Outputs outputs, final Progress progress) {
        this.journal = journal;
        this.progress = progress;
        engine = OldestSnapshot.engine(journal, outputs, progress::say);
        startIndex = engine.index();
        startTimeNs = engine.timeNs();
    }

    /** Last record before those that are applied; 0 where they begin with the first that ever was. */
    long startIndex() {
        return startIndex;
    }

    /** Called before each batch of records, with the one that follows, which is null where that is not known yet. */
    public Replay onBatch(final BiConsumer<RecordBatch, RecordBatch> handler) {
        onBatch = handler;
        return this;
    }

    /** Called with each record before it is applied. */
    public Replay before(final RecordHandler handler) {
        before = handler;
        return this;
    }

    /** Called with each record after it has been applied. */
    public Replay after(final RecordHandler handler) {
        after = handler;
        return this;
    }

    /** The last place to be applied; null = the end. */
    public Replay to(final Position position) {
        to = position;
        return this;
    }

    public Engine engine() {
        return engine;
    }

    /** Records applied. */
    public long records() {
        return records;
    }

    /** Applies all that is there now, up to the end that was set. */
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

    /** Bytes in the journal of the record being applied. */
    public int recordLengthBytes() {
        return recordLengthBytes;
    }

    /** Hands every record that is there now to a visitor, until that says no. */
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

    /** The waits on memory for the ids of a batch overlap, if they are looked for together. */
    private void prefetch(final RecordBatch batch) {
        long touched = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (batch.hasId(i)) {
                touched += engine.prefetch(batch.idHi(i), batch.idLo(i));
            }
        }
        nearby = touched;
    }
}
