package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.fuzz.FuzzTarget;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.ProveEncoder;
import io.patchbay.protocol.sbe.UpBroadcastEncoder;
import io.patchbay.protocol.sbe.UpEmitEncoder;
import io.patchbay.protocol.sbe.UpMessageEncoder;
import io.patchbay.protocol.sbe.UpReplyEncoder;
import io.patchbay.protocol.sbe.UpResumeEncoder;
import io.patchbay.protocol.sbe.UpServicesEncoder;
import io.patchbay.protocol.sbe.UpStatusEncoder;
import io.patchbay.protocol.sbe.UpUnregisterEncoder;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fuzzes frames on a gateway's Aeron ingress, from a stranger and from an instance with a proven secret. The gateway must
 * survive, and its records must be well formed. A stranger's frame must record nothing, and bytes around the frame in the term
 * buffer must not matter.
 */
public final class IngressTarget implements FuzzTarget {
    private static final int GUARD_BYTES = 4_096;
    private static final int STRANGER = 1;
    private static final int INSTANCE = 2;
    private static final byte[] TEXT = "pricing@1.4:quote".getBytes(StandardCharsets.UTF_8);
    private static final byte[] JSON = "{\"a\": [1,\n2]}".getBytes(StandardCharsets.UTF_8);

    private final GatewayOnThisThread gateway = new GatewayOnThisThread();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final UnsafeBuffer up = new UnsafeBuffer(new byte[4_096]);
    private final List<byte[]> seeds = new ArrayList<>();

    @Override
    public List<byte[]> seeds() {
        seeds.clear();
        for (int encoding = 0; encoding < 2; encoding++) {
            add(new UpMessageEncoder().wrapAndApplyHeader(up, 0, header).idHi(1).idLo(2).timeoutMs(5_000).ack((short)1)
                .encoding((short)encoding).putDestination(TEXT, 0, TEXT.length).putConsumer(TEXT, 0, 1).putResponder(TEXT, 0, 4)
                .putKey(TEXT, 0, 3).putTraceparent(TEXT, 0, 7).putPayload(JSON, 0, JSON.length).encodedLength());
            add(new UpReplyEncoder().wrapAndApplyHeader(up, 0, header).idHi(1).idLo(2).more((short)1).error((short)0)
                .ack((short)0).encoding((short)encoding).putErrorCode(TEXT, 0, 0).putErrorMessage(TEXT, 0, 0)
                .putPayload(JSON, 0, JSON.length).encodedLength());
            add(new UpBroadcastEncoder().wrapAndApplyHeader(up, 0, header).idHi(1).idLo(2).hasId((short)encoding).ack((short)0)
                .encoding((short)encoding).putPayload(JSON, 0, JSON.length).encodedLength());
            add(new UpEmitEncoder().wrapAndApplyHeader(up, 0, header).ack((short)0).encoding((short)encoding)
                .putEvent(TEXT, 0, 4).putPayload(JSON, 0, 0).encodedLength());
        }
        add(new UpReplyEncoder().wrapAndApplyHeader(up, 0, header).idHi(1).idLo(2).more((short)0).error((short)1).ack((short)0)
            .encoding((short)0).putErrorCode(TEXT, 0, 4).putErrorMessage(TEXT, 0, 9).putPayload(JSON, 0, 0).encodedLength());
        add(new UpServicesEncoder().wrapAndApplyHeader(up, 0, header).reserved(0).putService(TEXT, 0, 7).encodedLength());
        add(new UpStatusEncoder().wrapAndApplyHeader(up, 0, header).idHi(1).idLo(2).encodedLength());
        add(new UpUnregisterEncoder().wrapAndApplyHeader(up, 0, header).reserved(0).encodedLength());
        add(new UpResumeEncoder().wrapAndApplyHeader(up, 0, header).epoch(1).lastIndex(2).lastN(3).lastAck(4).encodedLength());
        add(new ProveEncoder().wrapAndApplyHeader(up, 0, header).instance(0x103).secretHi(1).secretLo(2).encodedLength());
        final byte[] large = new byte[2_000];
        Arrays.fill(large, (byte)'"');
        add(new UpBroadcastEncoder().wrapAndApplyHeader(up, 0, header).idHi(1).idLo(2).hasId((short)1).ack((short)1)
            .encoding((short)1).putPayload(large, 0, large.length).encodedLength());
        return seeds;
    }

    private void add(final int encodedLength) {
        seeds.add(Arrays.copyOf(up.byteArray(), MessageHeaderEncoder.ENCODED_LENGTH + encodedLength));
    }

    @Override
    public int mutations() {
        return 400;
    }

    @Override
    public void accept(final byte[] input) throws Throwable {
        // The link drops what is shorter than a header.
        if (input.length >= MessageHeaderEncoder.ENCODED_LENGTH && input.length <= 1 << 16) {
            assertEquals(run(input, (byte)0, 0), run(input, (byte)0xff, 3));
        }
    }

    private List<String> run(final byte[] input, final byte guard, final int shift) throws Throwable {
        final byte[] term = new byte[input.length + 2 * GUARD_BYTES + shift];
        Arrays.fill(term, guard);
        System.arraycopy(input, 0, term, GUARD_BYTES + shift, input.length);
        final UnsafeBuffer buffer = new UnsafeBuffer(term);
        gateway.forget();
        final LoopChannel channel = LoopChannel.open(gateway.tcpHandlers());
        final byte[] register = ("{\"type\":\"register\",\"name\":\"p\",\"version\":\"1.0.0\",\"methods\":[\"m\"],"
            + "\"aeron\":{\"media\":\"ipc\"}}\n").getBytes(StandardCharsets.UTF_8);
        channel.receive(register, 0, register.length);
        gateway.turn();
        prove(new String(channel.sent(), StandardCharsets.UTF_8));
        final int before = gateway.engine.records.size();
        gateway.ingress(STRANGER, buffer, GUARD_BYTES + shift, input.length);
        assertEquals(before, gateway.engine.records.size());
        gateway.ingress(INSTANCE, buffer, GUARD_BYTES + shift, input.length);
        gateway.turn();
        gateway.ingressClosed(STRANGER);
        gateway.ingressClosed(INSTANCE);
        channel.close();
        channel.runPendingTasks();
        gateway.turn();
        channel.finishAndReleaseAll();
        final List<String> all = new ArrayList<>(gateway.records());
        all.addAll(gateway.engine.calls);
        return all;
    }

    private void prove(final String registered) {
        final String secret = registered.replaceAll("(?s).*\"secret\":\"([0-9a-f]{32})\".*", "$1");
        final String instance = registered.replaceAll("(?s).*\"instance\":\"i-0x([0-9a-f]+)\".*", "$1");
        new ProveEncoder().wrapAndApplyHeader(up, 0, header).instance(Long.parseLong(instance, 16))
            .secretHi(Long.parseUnsignedLong(secret.substring(0, 16), 16))
            .secretLo(Long.parseUnsignedLong(secret.substring(16), 16));
        gateway.ingress(INSTANCE, up, 0, MessageHeaderEncoder.ENCODED_LENGTH + ProveEncoder.BLOCK_LENGTH);
    }
}
