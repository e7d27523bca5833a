package io.patchbay.bench.jmh;

import io.patchbay.bench.process.TempData;
import io.patchbay.data.DataDirectory;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.JournalReader;
import io.patchbay.journal.JournalWriter;
import io.patchbay.journal.record.RecordHandler;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/**
 * The benchmark of reading the next record of a journal that is in the page cache. At the end it starts over.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TailBenchmark {
    private static final int RECORDS = 1_000_000;

    private final RecordHandler taking = in -> last = in.index;
    private TempData data;
    private Journal journal;
    private JournalReader reader;
    private long last;

    /**
     * Writes the journal.
     */
    @Setup
    public void write() {
        data = TempData.create("patchbay-jmh");
        journal = new Journal(new JournalContext().dataDirectory(DataDirectory.open(data.data())));
        final MessageInput message = Samples.message(1);
        try (JournalWriter writer = journal.newWriter()) {
            for (int i = 0; i < RECORDS; i++) {
                message.idLo++;
                writer.message(message);
            }
        }
        reader = journal.newReader();
    }

    /**
     * Closes and deletes the journal.
     */
    @TearDown
    public void close() {
        reader.close();
        journal.close();
        data.delete();
    }

    /**
     * Reads a message, in place.
     *
     * @return the record's index.
     */
    @Benchmark
    public long tailAndDecode() {
        if (!reader.next(taking)) {
            reader.moveTo(0);
            reader.next(taking);
        }
        return last;
    }
}
