package io.patchbay.bench.jmh;

import io.patchbay.engine.input.MessageInput;
import io.patchbay.gateway.json.FrameScanner;

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
 * The benchmark of scanning a line of JSON from a socket into a record that can be appended.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ScanBenchmark {
    private final FrameScanner scanner = new FrameScanner();
    private final UnsafeBuffer message = Samples.utf8(Samples.MESSAGE);
    private final UnsafeBuffer reply = Samples.utf8(Samples.REPLY);
    private final MessageInput in = new MessageInput();

    /**
     * Scans a message and copies its fields into a record.
     *
     * @return the record.
     */
    @Benchmark
    public MessageInput message() {
        if (!scanner.scan(message, 0, message.capacity())) {
            throw new IllegalStateException(scanner.text());
        }
        return Samples.fill(in, scanner, 1);
    }

    /**
     * Scans a reply.
     *
     * @return whether it was accepted, which is always true.
     */
    @Benchmark
    public boolean reply() {
        return scanner.scan(reply, 0, reply.capacity());
    }
}
