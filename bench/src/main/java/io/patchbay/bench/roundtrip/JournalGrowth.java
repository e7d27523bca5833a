package io.patchbay.bench.roundtrip;

import io.patchbay.bench.load.ServerProbe;
import io.patchbay.bench.process.ChildProcess;
import io.patchbay.bench.report.Result;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalReader;

import java.nio.file.Path;

/**
 * A probe that reads, besides the allocation, the journal's growth for each message. This is the average length of the records
 * that were written in the part that counts, with their four-byte headers. It is read after the measurement.
 */
final class JournalGrowth extends ServerProbe {
    private static final int MAX_RECORDS = 100_000;

    private final Path data;
    private long from;
    private double recordBytes = Double.NaN;

    JournalGrowth(final ChildProcess server, final Path data) {
        super(server);
        this.data = data;
    }

    @Override
    public void begin() {
        try (Journal journal = Journal.openReadOnly(data)) {
            from = journal.lastIndex() + 1;
        }
        super.begin();
    }

    @Override
    public void end() {
        super.end();
        try (Journal journal = Journal.openReadOnly(data); JournalReader reader = journal.newReader()) {
            reader.moveTo(from);
            long bytes = 0;
            int records = 0;
            while (records < MAX_RECORDS && reader.next(in -> { })) {
                bytes += Integer.BYTES + (reader.lengthBytes() + Integer.BYTES - 1 & -Integer.BYTES);
                records++;
            }
            recordBytes = records == 0 ? Double.NaN : (double)bytes / records;
        }
    }

    @Override
    public void fill(final Result result, final long messages) {
        super.fill(result, messages);
        if (!Double.isNaN(recordBytes)) {
            result.journalBytesPerMessage(recordBytes);
        }
    }
}
