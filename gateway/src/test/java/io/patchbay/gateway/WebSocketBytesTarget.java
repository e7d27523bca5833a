package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.fuzz.FuzzTarget;
import io.patchbay.gateway.json.ClientFrames;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Fuzzes the bytes of a connection to the HTTP port, alone and after a valid handshake, whole and in pieces. The gateway must
 * survive, its records must be well formed, and no buffer may stay allocated.
 */
public final class WebSocketBytesTarget implements FuzzTarget {
    private static final String UPGRADE = "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    private static final byte[] REGISTER = "{\"type\":\"register\",\"name\":\"a\",\"version\":\"1.0.0\",\"methods\":[\"m\"]}"
        .getBytes(StandardCharsets.UTF_8);

    private final GatewayOnThisThread gateway = new GatewayOnThisThread();

    @Override
    public List<byte[]> seeds() {
        final List<byte[]> seeds = new ArrayList<>();
        for (final String text : List.of(UPGRADE,
            "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\nHEAD /health/live HTTP/1.1\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: y\r\n\r\n",
            "GET /%zz?a=%f HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            UPGRADE.replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: a, patchbay.v1.json\r\nOrigin: http://a\r\n\r\n"),
            UPGRADE.replace("13", "8"), UPGRADE.replace("Key: dGhlIHNhbXBsZSBub25jZQ==", "Key:"),
            UPGRADE.replace("\r\n\r\n", "\r\nContent-Length: 5\r\n\r\nhello"),
            UPGRADE.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\nContent-Length: 99999\r\n\r\n"), UPGRADE + UPGRADE,
            "GET /health/live HTTP/1.1\r\nHost: [::1]\r\n\r\n".repeat(40),
            "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
            "GET http://localhost/health/ready?a HTTP/1.1\r\nHost: 127.0.0.1:1\r\n\r\n",
            "GET /ws HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\n\r\n")) {
            seeds.add(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        for (final byte[] frame : ClientFrames.all()) {
            seeds.add(frames(0x81, REGISTER, 0x81, frame));
        }
        final byte[] frame = ClientFrames.all().get(0);
        final byte[] none = new byte[0];
        seeds.add(frames(0x81, REGISTER, 0x01, none, 0x00, frame, 0x89, new byte[125], 0x80, none, 0x88, none));
        seeds.add(frames(0x02, frame, 0x80, frame));
        seeds.add(pings(0));
        seeds.add(pings(125));
        seeds.add(frames(0x82, new byte[2_049]));
        seeds.add(frames(0x01, new byte[2_000], 0x80, new byte[49], 0x81, frame));
        seeds.add(frames(0x8a, none, 0x88, new byte[] {3, (byte)0xe8, 'b', 'y', 'e'}));
        seeds.add(frames(0x88, new byte[] {3}));
        seeds.add(frames(0xc1, frame, 0x83, none));
        return seeds;
    }

    private static byte[] pings(final int length) {
        final Object[] pings = new Object[2 * 100];
        for (int i = 0; i < pings.length; i += 2) {
            pings[i] = 0x89;
            pings[i + 1] = new byte[length];
        }
        return frames(pings);
    }

    /** Returns masked frames from pairs of first byte and payload, after a byte that requests the handshake. */
    private static byte[] frames(final Object... firstAndPayload) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        for (int i = 0; i < firstAndPayload.length; i += 2) {
            final byte[] payload = (byte[])firstAndPayload[i + 1];
            out.write((int)firstAndPayload[i]);
            if (payload.length < 126) {
                out.write(0x80 | payload.length);
            } else {
                out.write(0xfe);
                out.write(payload.length >> 8);
                out.write(payload.length);
            }
            // A mask of zeros leaves the payload unchanged.
            out.writeBytes(new byte[4]);
            out.writeBytes(payload);
        }
        return out.toByteArray();
    }

    @Override
    public int mutations() {
        return 400;
    }

    @Override
    public void accept(final byte[] input) throws Throwable {
        if (input.length > 0 && input[0] == 0) {
            final byte[] upgrade = UPGRADE.getBytes(StandardCharsets.ISO_8859_1);
            final byte[] all = new byte[upgrade.length + input.length - 1];
            System.arraycopy(upgrade, 0, all, 0, upgrade.length);
            System.arraycopy(input, 1, all, upgrade.length, input.length - 1);
            runBoth(all);
        } else {
            runBoth(input);
        }
    }

    private void runBoth(final byte[] bytes) throws Throwable {
        final int piece = bytes.length == 0 ? 1 : 1 + (bytes[bytes.length - 1] & 0x7f);
        final List<String> whole = run(bytes, bytes.length);
        assertEquals(whole, run(bytes, piece));
        gateway.deafen(LoopChannel.openDeaf(gateway.httpHandlers()), bytes);
    }

    private List<String> run(final byte[] input, final int piece) throws Throwable {
        gateway.forget();
        final LoopChannel channel = LoopChannel.open(gateway.httpHandlers());
        for (int from = 0; from < input.length; from += piece) {
            channel.receive(input, from, Math.min(input.length, from + piece));
            channel.runPendingTasks();
            assertTrue(channel.usedBytes() <= 16L * GatewayOnThisThread.MAX_FRAME_BYTES + 64L * input.length + (1 << 17));
        }
        gateway.turn();
        gateway.turn();
        channel.sent();
        channel.receiveEnd();
        gateway.turn();
        channel.close();
        channel.runPendingTasks();
        gateway.turn();
        channel.finishAndReleaseAll();
        assertEquals(0, channel.usedBytes(), "bytes of buffers that nobody releases");
        return gateway.records();
    }

    @Override
    public String instrumented() {
        return "io.patchbay.**:io.netty.handler.codec.http.**";
    }
}
