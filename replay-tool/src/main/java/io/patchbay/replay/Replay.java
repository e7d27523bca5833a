package io.patchbay.replay;

import io.patchbay.engine.Engine;
import io.patchbay.engine.Outputs;
import io.patchbay.engine.input.Input;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalReader;
import io.patchbay.journal.RecordHandler;

/**
 * The replay host: journal reader → engine → recorder. Always begins with the first record, since state is a fold of all of
 * them. One thread.
 */
final class Replay {
    private final Journal journal;
    private final Engine engine;
    private final Progress progress;
    private RecordHandler before = in -> { };
    private RecordHandler after = in -> { };
    private Position to;
    private long records;
    private int recordLengthBytes;

    Replay(final Journal journal, final Outputs outputs, final Progress progress) {
        this.journal = journal;
        this.progress = progress;
        engine = new Engine(outputs);
    }

    /** Called with each record before it is applied. */
    Replay before(final RecordHandler handler) {
        before = handler;
        return this;
    }

    /** Called with each record after it has been applied. */
    Replay after(final RecordHandler handler) {
        after = handler;
        return this;
    }

    /** The last place to be applied; null = the end. */
    Replay to(final Position position) {
        to = position;
        return this;
    }

    Engine engine() {
        return engine;
    }

    /** Records applied. */
    long records() {
        return records;
    }

    /** Applies all that is there now, up to the end that was set. */
    void run() {
        scan(journal, progress, (in, engineTimeNs, lengthBytes) -> {
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
    int recordLengthBytes() {
        return recordLengthBytes;
    }

    /** Hands every record that is there now to a visitor, until that says no. */
    static void scan(final Journal journal, final Progress progress, final RecordVisitor visitor) {
        try (JournalReader reader = journal.newReader()) {
            if (progress.isShown()) {
                final long last = journal.lastIndex();
                if (last > 0) {
                    reader.moveTo(last);
                    reader.next(in -> progress.until(in.timeNs));
                    reader.moveTo(0);
                }
            }
            final Scan scan = new Scan(reader, visitor);
            while (scan.goesOn && reader.next(scan)) {
                progress.record(scan.engineTimeNs);
            }
        } finally {
            progress.done();
        }
    }

    /** One pass over the journal. */
    private static final class Scan implements RecordHandler {
        private final JournalReader reader;
        private final RecordVisitor visitor;
        private long engineTimeNs;
        private boolean goesOn = true;

        private Scan(final JournalReader reader, final RecordVisitor visitor) {
            this.reader = reader;
            this.visitor = visitor;
        }

        @Override
        public void onRecord(final Input in) {
            engineTimeNs = Math.max(engineTimeNs, in.timeNs);
            goesOn = visitor.visit(in, engineTimeNs, reader.lengthBytes());
        }
    }
}
