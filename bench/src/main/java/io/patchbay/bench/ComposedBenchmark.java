package io.patchbay.bench;

import io.patchbay.bench.scale.World;
import io.patchbay.engine.input.Input;
import io.patchbay.journal.DataDirectory;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.JournalReader;
import io.patchbay.journal.JournalWriter;
import io.patchbay.journal.RecordHandler;
import io.patchbay.protocol.Choose;

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
 * The composed path in one thread: a request and its reply are appended, tailed, and applied by the engine. Each iteration writes
 * a journal of its own and deletes it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ComposedBenchmark {
    private static final int INSTANCES = 4;
    private static final int ENDED_IDS = 65_536;

    private final RecordHandler taking = read -> tailed = read.index;
    private TempData data;
    private Journal journal;
    private JournalWriter writer;
    private JournalReader reader;
    private World world;
    private long tailed;

    /**
     * Opens a new journal and registers a consumer and four instances.
     */
    @Setup(Level.Iteration)
    public void open() {
        data = TempData.create("patchbay-jmh");
        journal = new Journal(new JournalContext().dataDirectory(DataDirectory.open(data.data())));
        writer = journal.newWriter();
        reader = journal.newReader();
        world = new World(this::appendAndTail, ENDED_IDS);
        world.register(1, INSTANCES, Choose.ROUND_ROBIN, false, 2);
    }

    /** The tailed record is another view of what is then applied; its index proves that it is the same. */
    private void appendAndTail(final Input in) {
        in.applyTo(writer);
        reader.next(taking);
        if (tailed != in.index) {
            throw new IllegalStateException("tailed " + tailed + " after appending " + in.index);
        }
    }

    /**
     * Closes it and deletes it.
     */
    @TearDown(Level.Iteration)
    public void close() {
        world.check();
        reader.close();
        writer.close();
        journal.close();
        data.delete();
    }

    /**
     * A request that is routed and its reply: two appends, two tails, two steps of the engine.
     *
     * @return index of the reply.
     */
    @Benchmark
    public long requestAndReply() {
        world.ask();
        world.answer();
        return world.engine().index();
    }
}
