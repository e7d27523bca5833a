package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.fuzz.FuzzTarget;
import io.patchbay.gateway.json.ClientFrames;
import io.patchbay.gateway.json.JacksonOracle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fuzzes the bytes of a TCP connection, whole and in pieces. The gateway must survive and send JSON lines only, and its records
 * must be well formed. Pieces must make the same records as the whole, and no buffer may stay allocated.
 */
public final class TcpBytesTarget implements FuzzTarget {
    private static final String REGISTER = "{\"type\":\"register\",\"name\":\"a\",\"version\":\"1.0.0\",\"methods\":[\"m\"]}\n";

    private final GatewayOnThisThread gateway = new GatewayOnThisThread();
    private final JacksonOracle oracle = new JacksonOracle();

    @Override
    public List<byte[]> seeds() {
        final List<byte[]> seeds = new ArrayList<>();
        for (final byte[] frame : ClientFrames.all()) {
            seeds.add((REGISTER + new String(frame, StandardCharsets.ISO_8859_1) + "\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        for (final String text : List.of("GET / HTTP/1.1\r\n\r\n", "\n\r\n\r\r\n", REGISTER.replace("\n", "\r\n")
            + "x".repeat(2_047) + "\r\n" + "y".repeat(2_048) + "\r\n{}\n", REGISTER + "z".repeat(2_049) + "\n{}\n",
            "{\"type\":\"ping\"}", "{\"type\":\"ping\"}\n", "{}\n".repeat(600), REGISTER + "?\n".repeat(900))) {
            seeds.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return seeds;
    }

    @Override
    public int mutations() {
        return 400;
    }

    @Override
    public void accept(final byte[] input) throws Throwable {
        final int piece = input.length == 0 ? 1 : 1 + (input[input.length - 1] & 0x7f);
        final List<String> whole = run(input, input.length);
        assertEquals(whole, run(input, piece));
        gateway.deafen(LoopChannel.openDeaf(gateway.tcpHandlers()), input);
    }

    private List<String> run(final byte[] input, final int piece) throws Throwable {
        gateway.forget();
        final LoopChannel channel = LoopChannel.open(gateway.tcpHandlers());
        for (int from = 0; from < input.length; from += piece) {
            channel.receive(input, from, Math.min(input.length, from + piece));
            assertTrue(channel.usedBytes() <= 16L * GatewayOnThisThread.MAX_FRAME_BYTES + 64L * input.length + (1 << 17));
        }
        // The first cycle answers registrations, the second what waits for the answer.
        gateway.turn();
        gateway.turn();
        final byte[] sent = channel.sent();
        for (final byte[] line : lines(sent)) {
            assertTrue(oracle.isPayload(line), () -> new String(line, StandardCharsets.UTF_8));
        }
        channel.receiveEnd();
        gateway.turn();
        channel.close();
        channel.runPendingTasks();
        gateway.turn();
        channel.finishAndReleaseAll();
        assertEquals(0, channel.usedBytes(), "bytes of buffers that nobody releases");
        return gateway.records();
    }

    private static List<byte[]> lines(final byte[] sent) {
        final List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < sent.length; i++) {
            if (sent[i] == '\n') {
                lines.add(Arrays.copyOfRange(sent, from, i));
                from = i + 1;
            }
        }
        assertEquals(sent.length, from, "a line without its end");
        return lines;
    }
}
