package io.patchbay.bench.jmh;

import io.patchbay.gateway.json.FrameEncoder;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.RequestDecoder;
import io.patchbay.protocol.sbe.RequestEncoder;

import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.concurrent.TimeUnit;

/**
 * The benchmark of the frames of a request: encoding to SBE, decoding by the receiver, and writing as JSON for a socket.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final RequestEncoder encoder = new RequestEncoder();
    private final RequestDecoder decoder = new RequestDecoder();
    private final FrameEncoder json = new FrameEncoder();
    private final UnsafeBuffer encoded = new UnsafeBuffer(new byte[1024]);
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[1024]);
    private final UnsafeBuffer line = new UnsafeBuffer(new byte[1024]);
    private final UnsafeBuffer destination = Samples.utf8("pricing:quote");
    private final UnsafeBuffer consumer = Samples.utf8("desk");
    private final UnsafeBuffer responder = Samples.utf8("onQuote");
    private final UnsafeBuffer payload = Samples.utf8(Samples.PAYLOAD);
    private final UnsafeBuffer view = new UnsafeBuffer(new byte[0]);
    private long time = 1_795_384_471_000_000_042L;

    /**
     * Encodes the frame that is decoded.
     */
    @Setup
    public void fill() {
        encode(encoded);
    }

    /**
     * Encodes a request for its receiver.
     *
     * @return the frame's length.
     */
    @Benchmark
    public int encode() {
        return encode(scratch);
    }

    private int encode(final UnsafeBuffer target) {
        encoder.wrapAndApplyHeader(target, 0, header)
            .index(0x4f6800000001L).n(0).flags(0).target(0x4f6800000000L)
            .idHi(1).idLo(2).deadline(time++).timeoutMs(0).encoding((short)0);
        encoder.putDestination(destination, 0, destination.capacity());
        encoder.putConsumer(consumer, 0, consumer.capacity());
        encoder.putResponder(responder, 0, responder.capacity());
        encoder.putKey(view, 0, 0);
        encoder.putTraceparent(view, 0, 0);
        encoder.putPayload(payload, 0, payload.capacity());
        return encoder.encodedLength();
    }

    /**
     * Decodes every field of a request.
     *
     * @return a value that depends on each field.
     */
    @Benchmark
    public long decode() {
        decoder.wrapAndApplyHeader(encoded, 0, headerDecoder);
        long sum = decoder.index() + decoder.n() + decoder.target() + decoder.idHi() + decoder.idLo() + decoder.deadline()
            + decoder.timeoutMs() + decoder.encoding();
        decoder.wrapDestination(view);
        sum += view.capacity();
        decoder.wrapConsumer(view);
        sum += view.capacity();
        decoder.wrapResponder(view);
        sum += view.capacity();
        decoder.wrapKey(view);
        sum += view.capacity();
        decoder.wrapTraceparent(view);
        sum += view.capacity();
        decoder.wrapPayload(view);
        return sum + view.capacity();
    }

    /**
     * Writes a decoded request as JSON, as a gateway does for a socket.
     *
     * @return the frame's length.
     */
    @Benchmark
    public int toJson() {
        return json.message(line, 0, decoder.wrapAndApplyHeader(encoded, 0, headerDecoder));
    }
}
