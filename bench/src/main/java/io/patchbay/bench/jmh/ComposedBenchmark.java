package io.patchbay.bench.jmh;

import io.patchbay.bench.process.TempData;
import io.patchbay.bench.scale.World;
import io.patchbay.data.DataDirectory;
import io.patchbay.engine.input.Input;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.JournalReader;
import io.patchbay.journal.JournalWriter;
import io.patchbay.journal.record.RecordHandler;
import io.patchbay.protocol.Choose;

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
 * The benchmark of the whole path in one thread: a request and its reply are appended, tailed, and applied by the engine. Each
 * iteration writes a journal and deletes it. Its engine remembers as many ended ids as it may.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ComposedBenchmark extends OpenedAhead<ComposedBenchmark.Run> {
    private static final int INSTANCES = 4;
    private static final int ENDED_IDS = 65_536;

    @Override
    Run open() {
        return new Run();
    }

    /**
     * Sends a request and its reply along the path: two appends, two tails, two steps of the engine.
     *
     * @return the index of the reply.
     */
    @Benchmark
    public long requestAndReply() {
        return current().requestAndReply();
    }

    /** A journal and the engine that follows it, for one iteration. */
    static final class Run implements AutoCloseable {
        private final TempData data = TempData.create("patchbay-jmh");
        private final Journal journal = new Journal(new JournalContext().dataDirectory(DataDirectory.open(data.data())));
        private final JournalWriter writer = journal.newWriter();
        private final JournalReader reader = journal.newReader();
        private final RecordHandler taking = read -> tailed = read.index;
        private final World world = new World(this::appendAndTail, ENDED_IDS);
        private long tailed;

        private Run() {
            world.register(1, INSTANCES, Choose.ROUND_ROBIN, false, 2);
            for (int i = 0; i < 2 * ENDED_IDS; i++) {
                requestAndReply();
            }
        }

        /** Appends a record and tails it. The index of the tailed record proves that it is the same. */
        private void appendAndTail(final Input in) {
            in.applyTo(writer);
            reader.next(taking);
            if (tailed != in.index) {
                throw new IllegalStateException("tailed " + tailed + " after appending " + in.index);
            }
        }

        private long requestAndReply() {
            world.ask();
            world.answer();
            return world.engine().index();
        }

        @Override
        public void close() {
            world.check();
            reader.close();
            writer.close();
            journal.close();
            data.delete();
        }
    }
}
