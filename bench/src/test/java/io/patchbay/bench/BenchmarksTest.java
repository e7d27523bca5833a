package io.patchbay.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.bench.jmh.AppendBenchmark;
import io.patchbay.bench.jmh.CodecBenchmark;
import io.patchbay.bench.jmh.ComposedBenchmark;
import io.patchbay.bench.jmh.EngineBenchmark;
import io.patchbay.bench.jmh.Samples;
import io.patchbay.bench.jmh.ScanBenchmark;
import io.patchbay.bench.jmh.TailBenchmark;
import io.patchbay.engine.input.MessageInput;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs each JMH benchmark once, and checks that it does what its name says.
 */
@Timeout(60)
class BenchmarksTest {
    @Test
    void shouldScan() {
        final ScanBenchmark benchmark = new ScanBenchmark();

        final MessageInput in = benchmark.message();

        assertEquals(Samples.PAYLOAD, in.payload.getStringWithoutLengthUtf8(0, in.payload.capacity()));
        assertTrue(benchmark.reply());
    }

    @Test
    void shouldAppend() throws Exception {
        final AppendBenchmark benchmark = new AppendBenchmark();
        benchmark.openAhead();
        benchmark.next();

        final long first = benchmark.append();
        final long second = benchmark.scanAndAppend();
        benchmark.close();
        benchmark.closeAhead();

        assertTrue(first > 0 && second == first + 1);
    }

    @Test
    void shouldTail() {
        final TailBenchmark benchmark = new TailBenchmark();
        benchmark.write();

        final long first = benchmark.tailAndDecode();
        final long second = benchmark.tailAndDecode();
        benchmark.close();

        assertTrue(first > 0 && second == first + 1);
    }

    @Test
    void shouldComposeAppendTailAndEngine() throws Exception {
        final ComposedBenchmark benchmark = new ComposedBenchmark();
        benchmark.openAhead();
        benchmark.next();

        final long first = benchmark.requestAndReply();
        final long second = benchmark.requestAndReply();
        benchmark.close();
        benchmark.closeAhead();

        assertEquals(first + 2, second);
    }

    @Test
    void shouldRouteAndReply() {
        final EngineBenchmark benchmark = new EngineBenchmark();
        benchmark.endedIds = 100;
        benchmark.instances = 3;
        benchmark.register();

        final long first = benchmark.requestAndReply();
        final long second = benchmark.requestAndReply();
        benchmark.check();

        assertEquals(first + 2, second);
    }

    @Test
    void shouldEncodeAndDecode() {
        final CodecBenchmark benchmark = new CodecBenchmark();
        benchmark.fill();

        assertTrue(benchmark.encode() > Samples.PAYLOAD.length());
        assertTrue(benchmark.decode() != 0);
        assertTrue(benchmark.toJson() > Samples.PAYLOAD.length());
    }
}
