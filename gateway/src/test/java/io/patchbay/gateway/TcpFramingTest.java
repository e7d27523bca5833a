package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.patchbay.gateway.config.GatewayContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Random;

/**
 * Tests how frames are found in a TCP stream.
 */
@Timeout(30)
class TcpFramingTest {
    private static final int MAX_FRAME_BYTES = 2_048;
    private TestGateway gateway;
    private TcpClient client;

    @BeforeEach
    void start() throws Exception {
        gateway = new TestGateway(new GatewayContext().maxFrameBytes(MAX_FRAME_BYTES));
        client = gateway.tcp();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        gateway.close();
    }

    private void register() throws Exception {
        client.register("shop", "");
    }

    @Test
    void shouldTakeLinesWithCrAndIgnoreEmptyOnes() throws Exception {
        client.raw("\n\r\n{\"type\":\"ping\"}\r\n\n\n{\"type\":\"ping\"}\n");

        assertEquals("pong", client.read().get("type"));
        assertEquals("pong", client.read().get("type"));
        client.expectSilence();
    }

    @Test
    void shouldIgnoreAnUnterminatedLastLine() throws Exception {
        register();
        client.raw("{\"type\":\"broadcast\",\"payload\":1}\n{\"type\":\"broadcast\",\"payload\":2}");
        client.socket.shutdownOutput();
        assertNull(client.readText());

        gateway.awaitRecord("session-closed closed");
        assertEquals(1, gateway.engine.records.stream().filter(record -> record.startsWith("broadcast")).count());
    }

    @Test
    void shouldPutLinesTogetherHoweverTheyAreCut() throws Exception {
        final long seed = Long.getLong("patchbay.seed", System.nanoTime());
        System.out.println("-Dpatchbay.seed=" + seed);
        final Random random = new Random(seed);
        register();
        final StringBuilder all = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            all.append("{\"type\":\"broadcast\",\"payload\":\"").append(i).append('-')
                .append("é".repeat(random.nextInt(900))).append("\"}").append(random.nextBoolean() ? "\r\n" : "\n");
        }
        int from = 0;
        while (from < all.length()) {
            final int to = Math.min(all.length(), from + 1 + random.nextInt(random.nextBoolean() ? 20 : 3_000));
            client.raw(all.substring(from, to));
            from = to;
        }
        client.expectSilence();

        for (int i = 0; i < 200; i++) {
            final String record = gateway.engine.records.get(3 + i);
            assertEquals("broadcast \"" + i, record.substring(0, record.indexOf('-')));
        }
    }

    @Test
    void shouldNotWaitForTheEndOfALineThatIsTooLong() throws Exception {
        register();
        client.raw("{\"type\":\"broadcast\",\"payload\":\"" + "x".repeat(MAX_FRAME_BYTES));

        assertEquals("too-large", client.readUntil("error").get("code"));
        assertEquals("too-large", client.readUntil("disconnect").get("reason"));
    }

    @Test
    void shouldCountNeitherLineFeedNorCarriageReturn() throws Exception {
        register();
        final String start = "{\"type\":\"broadcast\",\"payload\":\"";
        final String full = start + "x".repeat(MAX_FRAME_BYTES - start.length() - 2) + "\"}";
        client.raw(full + "\r");
        client.raw("\n");
        client.raw(full.substring(0, full.length() - 1));
        client.raw("}\r\n");
        client.expectSilence();

        assertEquals(2, gateway.engine.records.stream().filter(record -> record.startsWith("broadcast")).count());
    }

    @Test
    void shouldCloseWhatBeginsAsAnHttpRequest() throws Exception {
        client.raw("POST / HTTP/1.1\r\nHost: a\r\n\r\n{\"type\":\"register\",\"name\":\"evil\",\"version\":\"1.0.0\"}\n");

        assertEquals("bad-json", client.readUntil("error").get("code"));
        assertEquals("bad-json", client.readUntil("disconnect").get("reason"));
        assertNull(client.readText());
        assertEquals("[gateway-started slot 0]", gateway.engine.records.toString());
    }

    @Test
    void shouldTakeALineAfterRegistrationForBadJsonWhateverItBeginsWith() throws Exception {
        register();
        client.raw("GET / HTTP/1.1\r\n");

        assertEquals("bad-json", client.read().get("code"));
        client.expectSilence();
    }

    @Test
    void shouldCarryThePayloadByteForByteButForLineEnds() throws Exception {
        register();
        client.raw("{\"payload\": { \"b\" : 1.0e+0 ,\t\"a\":\"\\u00e9\\/\", \"a\":[ ] } ,\"type\":\"broadcast\"}\n");
        client.raw("{\"type\":\"broadcast\",\"payload\":[1,\r2]}\n");
        client.expectSilence();

        assertEquals("broadcast { \"b\" : 1.0e+0 ,\t\"a\":\"\\u00e9\\/\", \"a\":[ ] }", gateway.engine.records.get(3));
        assertEquals("broadcast [1, 2]", gateway.engine.records.get(4));
    }
}
