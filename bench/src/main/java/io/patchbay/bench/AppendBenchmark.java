package io.patchbay.bench;

import io.patchbay.engine.input.MessageInput;
import io.patchbay.gateway.json.FrameScanner;
import io.patchbay.journal.DataDirectory;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.JournalWriter;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * Append: a record goes into the journal, alone and with the scan before it. Each iteration writes a journal of its own in the
 * system's temporary directory, some hundred megabytes, and deletes it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AppendBenchmark {
    private final FrameScanner scanner = new FrameScanner();
    private final UnsafeBuffer frame = Samples.utf8(Samples.MESSAGE);
    private final MessageInput scanned = new MessageInput();
    private final MessageInput ready = Samples.message(1);
    private OpenedAhead<Run> ahead;
    private Run run;

    /**
     * Opens journals.
     */
    @Setup(Level.Trial)
    public void openAhead() {
        ahead = new OpenedAhead<>(Run::new);
    }

    /**
     * Takes the next journal.
     */
    @Setup(Level.Iteration)
    public void open() {
        run = ahead.next();
    }

    /**
     * Closes it and deletes it.
     */
    @TearDown(Level.Iteration)
    public void close() {
        run.close();
    }

    /**
     * Closes what is left.
     *
     * @throws Exception where that fails.
     */
    @TearDown(Level.Trial)
    public void closeAhead() throws Exception {
        ahead.close();
    }

    /**
     * A message that has been read.
     *
     * @return its index.
     */
    @Benchmark
    public long append() {
        ready.idLo++;
        run.writer.message(ready);
        return ready.index;
    }

    /**
     * A message as it comes from the socket.
     *
     * @return its index.
     */
    @Benchmark
    public long scanAndAppend() {
        if (!scanner.scan(frame, 0, frame.capacity())) {
            throw new IllegalStateException(scanner.text());
        }
        run.writer.message(Samples.fill(scanned, scanner, 1));
        return scanned.index;
    }

    /** A journal, open. */
    private static final class Run implements AutoCloseable {
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
