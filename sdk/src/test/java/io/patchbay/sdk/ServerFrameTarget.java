package io.patchbay.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.fuzz.FuzzTarget;
import io.patchbay.protocol.sbe.AcceptedEncoder;
import io.patchbay.protocol.sbe.BroadcastEncoder;
import io.patchbay.protocol.sbe.CustomEncoder;
import io.patchbay.protocol.sbe.EngineHelloEncoder;
import io.patchbay.protocol.sbe.FailureEncoder;
import io.patchbay.protocol.sbe.LifecycleEncoder;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.ReplyEncoder;
import io.patchbay.protocol.sbe.RequestEncoder;
import io.patchbay.protocol.sbe.ServicesEncoder;
import io.patchbay.protocol.sbe.StatusEncoder;
import io.patchbay.protocol.sbe.UnhandledEncoder;
import io.patchbay.sdk.direct.AeronAdapter;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A fuzz target for frames of a hostile or broken server on a delivery stream. No frame causes an exception, and the result does
 * not depend on the bytes around the frame in the term buffer. An input is one frame; it is delivered twice, as a successor
 * engine might.
 */
public final class ServerFrameTarget implements FuzzTarget {
    private static final int GUARD_BYTES = 4_096;
    private static final byte[] TEXT = "pricing:quote".getBytes(StandardCharsets.UTF_8);

    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[512]);
    private final List<byte[]> seeds = new ArrayList<>();

    @Override
    public List<byte[]> seeds() {
        seeds.clear();
        add(new RequestEncoder().wrapAndApplyHeader(buffer, 0, header).index(7).n(1).flags(0).target(1).idHi(1).idLo(2)
            .deadline(3).timeoutMs(4).encoding((short)0).putDestination(TEXT, 0, 13).putConsumer(TEXT, 0, 3)
            .putResponder(TEXT, 0, 4).putKey(TEXT, 0, 1).putTraceparent(TEXT, 0, 2).putPayload(TEXT, 0, 7).encodedLength());
        add(new ReplyEncoder().wrapAndApplyHeader(buffer, 0, header).index(7).n(1).flags(0).target(1).idHi(1).idLo(2)
            .instance(3).more((short)0).error((short)1).encoding((short)1).putResponder(TEXT, 0, 4).putErrorCode(TEXT, 0, 5)
            .putErrorMessage(TEXT, 0, 13).putPayload(TEXT, 0, 3).encodedLength());
        add(new LifecycleEncoder().wrapAndApplyHeader(buffer, 0, header).index(7).n(1).flags(0).target(0).time(9).instance(3)
            .event((short)1).reason((short)1).putService(TEXT, 0, 7).putVersion(TEXT, 0, 5).putMethods(TEXT, 0, 9)
            .encodedLength());
        add(new BroadcastEncoder().wrapAndApplyHeader(buffer, 0, header).index(7).n(1).flags(0).target(0).time(9).instance(3)
            .idHi(1).idLo(2).hasId((short)1).encoding((short)0).putFrom(TEXT, 0, 7).putPayload(TEXT, 0, 9).encodedLength());
        add(new CustomEncoder().wrapAndApplyHeader(buffer, 0, header).index(7).n(1).flags(0).target(0).time(9).instance(3)
            .encoding((short)0).putService(TEXT, 0, 7).putEvent(TEXT, 0, 4).putPayload(TEXT, 0, 9).encodedLength());
        add(new UnhandledEncoder().wrapAndApplyHeader(buffer, 0, header).index(7).n(1).flags(0).target(0).time(9).idHi(1).idLo(2)
            .request(5).instance(3).reason((short)1).putDestination(TEXT, 0, 13).putConsumer(TEXT, 0, 3)
            .putResponder(TEXT, 0, 2).encodedLength());
        add(new AcceptedEncoder().wrapAndApplyHeader(buffer, 0, header).index(7).n(1).flags(0).target(1).idHi(1).idLo(2)
            .hasId((short)1).encodedLength());
        add(new FailureEncoder().wrapAndApplyHeader(buffer, 0, header).index(0).n(0).flags(0).target(1).idHi(1).idLo(2)
            .hasId((short)1).code((short)1).putField(TEXT, 0, 7).putMessage(TEXT, 0, 13).encodedLength());
        final ServicesEncoder services = new ServicesEncoder().wrapAndApplyHeader(buffer, 0, header).index(7).n(1).flags(0)
            .target(1).more((short)0);
        services.instancesCount(2)
            .next().instance(1).pending(2).putService(TEXT, 0, 7).putVersion(TEXT, 0, 5).putMethods(TEXT, 0, 9)
            .next().instance(3).pending(4).putService(TEXT, 0, 7).putVersion(TEXT, 0, 5).putMethods(TEXT, 0, 0);
        add(services.encodedLength());
        add(new StatusEncoder().wrapAndApplyHeader(buffer, 0, header).index(7).n(1).flags(0).target(1).idHi(1).idLo(2)
            .status((short)1).reason((short)1).ended(5).encodedLength());
        add(new EngineHelloEncoder().wrapAndApplyHeader(buffer, 0, header).epoch(5).encodedLength());
        return seeds;
    }

    private void add(final int encodedLength) {
        seeds.add(Arrays.copyOf(buffer.byteArray(), MessageHeaderEncoder.ENCODED_LENGTH + encodedLength));
    }

    @Override
    public void accept(final byte[] input) {
        assertEquals(transcript(input, (byte)0, GUARD_BYTES), transcript(input, (byte)0xff, GUARD_BYTES - 1));
        transcript(input, (byte)1, GUARD_BYTES + 2);
    }

    private static String transcript(final byte[] input, final byte guard, final int offset) {
        final byte[] bytes = new byte[input.length + 2 * GUARD_BYTES + 2];
        Arrays.fill(bytes, guard);
        System.arraycopy(input, 0, bytes, offset, input.length);
        final HeardText heard = new HeardText();
        final AeronAdapter adapter = new AeronAdapter(heard, 1);
        final UnsafeBuffer term = new UnsafeBuffer(bytes);
        adapter.onFragment(term, offset, input.length, null);
        adapter.onFragment(term, offset, input.length, null);
        return heard.text + " " + adapter.lastIndex() + " " + adapter.lastN() + " " + adapter.lastAck() + " "
            + adapter.isHelloPending() + " " + adapter.helloEpoch();
    }
}
