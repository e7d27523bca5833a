package io.patchbay.bench.jmh;

import io.patchbay.bench.process.TempData;
import io.patchbay.data.DataDirectory;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.gateway.json.FrameScanner;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.JournalWriter;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/**
 * The benchmark of appending a record, alone and with the scan of its JSON before it. Each iteration writes a journal of some
 * hundred megabytes in the system's temporary directory, and deletes it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AppendBenchmark extends OpenedAhead<AppendBenchmark.Run> {
    private final FrameScanner scanner = new FrameScanner();
    private final UnsafeBuffer frame = Samples.utf8(Samples.MESSAGE);
    private final MessageInput scanned = new MessageInput();
    private final MessageInput ready = Samples.message(1);

    @Override
    Run open() {
        return new Run();
    }

    /**
     * Appends a message whose JSON was scanned before.
     *
     * @return the record's index.
     */
    @Benchmark
    public long append() {
        ready.idLo++;
        current().writer.message(ready);
        return ready.index;
    }

    /**
     * Scans a message's JSON, as it comes from a socket, and appends it.
     *
     * @return the record's index.
     */
    @Benchmark
    public long scanAndAppend() {
        if (!scanner.scan(frame, 0, frame.capacity())) {
            throw new IllegalStateException(scanner.text());
        }
        current().writer.message(Samples.fill(scanned, scanner, 1));
        return scanned.index;
    }

    /** An open journal for one iteration. */
    static final class Run implements AutoCloseable {
        private final TempData data = TempData.create("patchbay-jmh");
        private final Journal journal = new Journal(new JournalContext().dataDirectory(DataDirectory.open(data.data())));
        private final JournalWriter writer = journal.newWriter();

        @Override
        public void close() {
            writer.close();
            journal.close();
            data.delete();
        }
    }
}
