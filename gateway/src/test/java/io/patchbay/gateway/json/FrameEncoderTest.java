package io.patchbay.gateway.json;

import static io.patchbay.gateway.json.ServerFrames.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.protocol.sbe.RequestDecoder;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Random;

@Timeout(60)
class FrameEncoderTest {
    private static final String ID = "6f1c2f4e-8f63-4f0e-9d7a-0123456789ab";
    private static final String TIME = "2026-11-22T21:54:31.000000042Z";
    private static final String NASTY = "a\"b\\c/\b\f\n\r\t\u0000\u001f\u007f\u00e9\u20ac\ud83d\ude00";
    private static final String NASTY_JSON =
        "\"a\\\"b\\\\c/\\u0008\\u000c\\n\\r\\t\\u0000\\u001f\u007f\u00e9\u20ac\ud83d\ude00\"";

    private final FrameEncoder encoder = new FrameEncoder();
    private final ServerFrames frames = new ServerFrames();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(16);

    @Test
    void shouldWriteWhatTheServerSaysOfTheSessionItself() throws IOException {
        expect("{\"type\":\"event\",\"event\":\"connect\",\"protocol\":1,\"session\":\"s-0x17\",\"authorized\":false,"
            + "\"heartbeatMs\":10000,\"maxFrame\":65536}", encoder.connect(buffer, 5, "s-0x17", false, 10_000, 65_536));
        expect("{\"type\":\"event\",\"event\":\"authorized\",\"principal\":" + NASTY_JSON + "}",
            encoder.authorized(buffer, 5, NASTY));
        expect("{\"type\":\"event\",\"event\":\"disconnect\",\"reason\":\"slow-consumer\"}",
            encoder.disconnect(buffer, 5, DisconnectReason.SLOW_CONSUMER));
        expect("{\"type\":\"event\",\"event\":\"disconnect\",\"reason\":\"too-large\"}",
            encoder.disconnect(buffer, 5, ErrorCode.TOO_LARGE));
        expect("{\"type\":\"event\",\"event\":\"disconnect\",\"reason\":\"unregistered\"}",
            encoder.disconnect(buffer, 5, frames.disconnect(DisconnectReason.UNREGISTERED)));
        expect("{\"type\":\"ping\"}", encoder.ping(buffer, 5));
        expect("{\"type\":\"pong\"}", encoder.pong(buffer, 5));
    }

    @Test
    void shouldWriteRegistered() throws IOException {
        expect("{\"type\":\"event\",\"event\":\"registered\",\"name\":\"desk\",\"version\":\"1.0.0\","
            + "\"instance\":\"i-0x4f6800000000\",\"index\":\"0x4f6800000001\",\"services\":[]}",
            encoder.registered(buffer, 5, frames.registered(false), "desk", "1.0.0", null));

        expect("{\"type\":\"event\",\"event\":\"registered\",\"name\":\"desk\",\"version\":\"1.0.0\","
            + "\"instance\":\"i-0x4f6800000000\",\"index\":\"0x4f6800000001\",\"aeron\":{\"dir\":\"/dev/shm/p\","
            + "\"ingress\":{\"channel\":\"aeron:ipc?term-length=1m\",\"streamId\":200},"
            + "\"delivery\":{\"channel\":\"aeron:ipc\",\"streamId\":-7},\"secret\":\"" + ID + "\"},\"services\":["
            + "{\"name\":\"pricing\",\"versions\":[\"1.4.2\",\"2.0.0\"],\"methods\":[\"quote\",\"cancel\"],\"instances\":1},"
            + "{\"name\":\"rates\",\"versions\":[\"1.0.0\"],\"methods\":[\"get\"],\"instances\":2}],\"more\":true}",
            encoder.registered(buffer, 5, frames.registered(true,
                new String[] {"pricing", "1.4.2,2.0.0", "quote,cancel"}, new String[] {"rates", "1.0.0", "get"}),
                "desk", "1.0.0", new AeronPath("/dev/shm/p", "aeron:ipc?term-length=1m", 200, "aeron:ipc", -7, ID)));
        assertFalse(new AeronPath("d", "c", 1, "c", 2, "hush").toString().contains("hush"));
    }

    @Test
    void shouldWriteErrors() throws IOException {
        expect("{\"type\":\"error\",\"code\":\"bad-json\",\"message\":" + NASTY_JSON + "}",
            encoder.error(buffer, 5, ErrorCode.BAD_JSON, NASTY, false, 1, 2, null));
        expect("{\"type\":\"error\",\"code\":\"bad-field\",\"message\":\"m\",\"id\":\"" + ID + "\",\"field\":" + NASTY_JSON + "}",
            encoder.error(buffer, 5, ErrorCode.BAD_FIELD, "m", true, ServerFrames.ID_HI, ServerFrames.ID_LO, NASTY));
        expect("{\"type\":\"error\",\"code\":\"duplicate\",\"message\":\"seen\",\"id\":\"" + ID + "\"}",
            encoder.error(buffer, 5, frames.failure(true, ErrorCode.DUPLICATE, "", "seen")));
        expect("{\"type\":\"error\",\"code\":\"overloaded\",\"message\":" + NASTY_JSON + ",\"field\":\"key\"}",
            encoder.error(buffer, 5, frames.failure(false, ErrorCode.OVERLOADED, "key", NASTY)));
        expect("{\"type\":\"error\",\"code\":\"bad-json\",\"message\":\"?\ufffd\"}".replace("?", "x"),
            encoder.error(buffer, 5, ErrorCode.BAD_JSON, "x\ud800", false, 0, 0, ""));
    }

    @Test
    void shouldWriteWhatTheScannerRefused() throws IOException {
        final byte[] frame = utf8("{\"type\":\"message\",\"id\":\"" + ID + "\",\"destination\":7}");
        final FrameScanner scanner = new FrameScanner();
        scanner.scan(new UnsafeBuffer(frame), 0, frame.length);

        expect("{\"type\":\"error\",\"code\":\"bad-field\",\"message\":\"must be a string\",\"id\":\"" + ID
            + "\",\"field\":\"destination\"}", encoder.error(buffer, 5, scanner));
    }

    @Test
    void shouldWriteMessages() throws IOException {
        expect("{\"type\":\"message\",\"id\":\"" + ID + "\",\"destination\":\"pricing@1.4:quote\",\"consumer\":\"desk\","
            + "\"index\":\"0x4f6800000001\",\"deadline\":\"" + TIME + "\",\"payload\":{\"a\" : 1.50}}",
            encoder.message(buffer, 5, frames.request("", "", "", 0, utf8("{\"a\" : 1.50}"), Encoding.JSON)));
        final RequestDecoder full = frames.request("onQuote", NASTY, "00-\"", 2500, utf8("null"), Encoding.JSON);
        final String expected = "{\"type\":\"message\",\"id\":\"" + ID + "\",\"destination\":\"pricing@1.4:quote\","
            + "\"consumer\":\"desk\",\"responder\":\"onQuote\",\"key\":" + NASTY_JSON + ",\"traceparent\":\"00-\\\"\","
            + "\"timeoutMs\":2500,\"index\":\"0x4f6800000001\",\"deadline\":\"" + TIME + "\",\"payload\":null}";
        expect(expected, encoder.message(buffer, 5, full));
        expect(expected, encoder.message(buffer, 5, full));
    }

    @Test
    void shouldWriteReplies() throws IOException {
        expect("{\"type\":\"reply\",\"id\":\"" + ID + "\",\"responder\":\"onQuote\",\"instance\":\"i-0x4f6800000000\","
            + "\"payload\":[1],\"index\":\"0x4f6800000001\"}",
            encoder.reply(buffer, 5, frames.reply(false, false, "", "", utf8("[1]"), Encoding.JSON)));
        expect("{\"type\":\"reply\",\"id\":\"" + ID + "\",\"responder\":\"onQuote\",\"instance\":\"i-0x4f6800000000\","
            + "\"error\":{\"code\":\"empty\",\"message\":" + NASTY_JSON + "},\"more\":true,\"index\":\"0x4f6800000001\"}",
            encoder.reply(buffer, 5, frames.reply(true, true, "empty", NASTY, utf8("null"), Encoding.JSON)));
        expect("{\"type\":\"reply\",\"id\":\"" + ID + "\",\"responder\":\"onQuote\",\"instance\":\"i-0x4f6800000000\","
            + "\"payload\":null,\"index\":\"0x4f6800000001\"}",
            encoder.reply(buffer, 5, frames.reply(false, false, "", "", new byte[0], Encoding.JSON)));
    }

    @Test
    void shouldWriteBinaryPayloadsAsBase64() throws IOException {
        final Random random = new Random(7);
        for (int length = 0; length < 70; length++) {
            final byte[] payload = new byte[length];
            random.nextBytes(payload);

            expect("{\"type\":\"reply\",\"id\":\"" + ID + "\",\"responder\":\"onQuote\",\"instance\":\"i-0x4f6800000000\","
                + "\"payload\":\"" + Base64.getEncoder().encodeToString(payload) + "\",\"encoding\":\"base64\","
                + "\"index\":\"0x4f6800000001\"}",
                encoder.reply(buffer, 5, frames.reply(false, false, "", "", payload, Encoding.BINARY)));
        }
    }

    @Test
    void shouldWriteEvents() throws IOException {
        for (final EventName event : new EventName[] {EventName.SERVICE_CONNECT, EventName.SERVICE_ONLINE}) {
            expect("{\"type\":\"event\",\"event\":\"" + event + "\",\"service\":\"pricing\",\"version\":\"1.4.2\","
                + "\"instance\":\"i-0x4f6800000000\",\"methods\":[\"quote\",\"cancel\"],\"index\":\"0x4f6800000001\",\"time\":\""
                + TIME + "\"}", encoder.lifecycle(buffer, 5, frames.lifecycle(event, null, "quote,cancel")));
        }
        for (final EventName event : new EventName[] {EventName.SERVICE_DISCONNECT, EventName.SERVICE_OFFLINE}) {
            expect("{\"type\":\"event\",\"event\":\"" + event + "\",\"service\":\"pricing\",\"version\":\"1.4.2\","
                + "\"instance\":\"i-0x4f6800000000\",\"reason\":\"gateway-lost\",\"index\":\"0x4f6800000001\",\"time\":\""
                + TIME + "\"}", encoder.lifecycle(buffer, 5, frames.lifecycle(event, DisconnectReason.GATEWAY_LOST, "quote")));
        }
        expect("{\"type\":\"event\",\"event\":\"broadcast-message\",\"from\":\"desk\",\"instance\":\"i-0x4f6800000000\","
            + "\"id\":\"" + ID + "\",\"payload\":\"hi\",\"index\":\"0x4f6800000001\",\"time\":\"" + TIME + "\"}",
            encoder.broadcast(buffer, 5, frames.broadcast(true, utf8("\"hi\""), Encoding.JSON)));
        expect("{\"type\":\"event\",\"event\":\"broadcast-message\",\"from\":\"desk\",\"instance\":\"i-0x4f6800000000\","
            + "\"payload\":\"AAE=\",\"encoding\":\"base64\",\"index\":\"0x4f6800000001\",\"time\":\"" + TIME + "\"}",
            encoder.broadcast(buffer, 5, frames.broadcast(false, new byte[] {0, 1}, Encoding.BINARY)));
        expect("{\"type\":\"event\",\"event\":\"rates:tick\",\"service\":\"rates\",\"instance\":\"i-0x4f6800000000\","
            + "\"payload\":1e5,\"index\":\"0x4f6800000001\",\"time\":\"" + TIME + "\"}",
            encoder.custom(buffer, 5, frames.custom(utf8("1e5"), Encoding.JSON)));
    }

    @Test
    void shouldWriteUnhandledForEveryReason() throws IOException {
        for (final UnhandledReason reason : UnhandledReason.values()) {
            expect("{\"type\":\"event\",\"event\":\"unhandled-message\",\"id\":\"" + ID + "\",\"destination\":\"pricing:quote\","
                + "\"consumer\":\"desk\",\"responder\":\"onQuote\",\"reason\":\"" + reason + "\",\"request\":\"0x4f6800000000\","
                + "\"instance\":\"i-0x4f6800000000\",\"index\":\"0x4f6800000001\",\"time\":\"" + TIME + "\"}",
                encoder.unhandled(buffer, 5, frames.unhandled(reason, true)));
        }
        expect("{\"type\":\"event\",\"event\":\"unhandled-message\",\"id\":\"" + ID + "\",\"reason\":\"no-request\","
            + "\"index\":\"0x4f6800000001\",\"time\":\"" + TIME + "\"}",
            encoder.unhandled(buffer, 5, frames.unhandled(UnhandledReason.NO_REQUEST, false)));
    }

    @Test
    void shouldWriteAnswers() throws IOException {
        expect("{\"type\":\"accepted\",\"id\":\"" + ID + "\",\"index\":\"0x4f6800000001\"}",
            encoder.accepted(buffer, 5, frames.accepted(true)));
        expect("{\"type\":\"accepted\",\"index\":\"0x4f6800000001\"}", encoder.accepted(buffer, 5, frames.accepted(false)));
        expect("{\"type\":\"status\",\"id\":\"" + ID + "\",\"status\":\"open\"}",
            encoder.status(buffer, 5, frames.status(RequestStatus.OPEN, null, 0)));
        expect("{\"type\":\"status\",\"id\":\"" + ID + "\",\"status\":\"unhandled\",\"reason\":\"timeout\",\"index\":\"0x1f\"}",
            encoder.status(buffer, 5, frames.status(RequestStatus.UNHANDLED, UnhandledReason.TIMEOUT, 0x1f)));
        expect("{\"type\":\"services\",\"index\":\"0x4f6800000001\",\"services\":[]}",
            encoder.services(buffer, 5, frames.services(false)));
        expect("{\"type\":\"services\",\"index\":\"0x4f6800000001\",\"services\":[{\"name\":\"pricing\",\"instances\":["
            + "{\"instance\":\"i-0x4f6800000000\",\"version\":\"1.4.2\",\"methods\":[\"quote\",\"cancel\"],\"pending\":0},"
            + "{\"instance\":\"i-0x4f6800000001\",\"version\":\"2.0.0\",\"methods\":[\"quote\"],\"pending\":1}]},"
            + "{\"name\":\"pricing2\",\"instances\":["
            + "{\"instance\":\"i-0x4f6800000002\",\"version\":\"1.0.0\",\"methods\":[\"get\"],\"pending\":2}]}],\"more\":true}",
            encoder.services(buffer, 5, frames.services(true, new String[] {"pricing", "1.4.2", "quote,cancel"},
                new String[] {"pricing", "2.0.0", "quote"}, new String[] {"pricing2", "1.0.0", "get"})));
    }

    @Test
    void shouldWriteIndexesOfEveryLength() throws IOException {
        for (int shift = 0; shift < 64; shift++) {
            for (final long ended : new long[] {1L << shift, -1L >>> shift, (1L << shift) + 1}) {
                expect("{\"type\":\"status\",\"id\":\"" + ID + "\",\"status\":\"replied\","
                    + "\"index\":\"0x" + Long.toHexString(ended)
                    + "\"}", encoder.status(buffer, 5, frames.status(RequestStatus.REPLIED, null, ended)));
            }
        }
    }

    @Test
    void shouldWriteTimesAsJavaTimeDoes() {
        final DateTimeFormatter expected =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);
        final long seed = Long.getLong("patchbay.seed", System.nanoTime());
        System.out.println("shouldWriteTimesAsJavaTimeDoes -Dpatchbay.seed=" + seed);
        final Random random = new Random(seed);
        final TimeText times = new TimeText();

        for (int i = 0; i < 100_000; i++) {
            final long time = i == 0 ? 0 : i == 1 ? Long.MAX_VALUE : random.nextLong() >>> 1 + random.nextInt(20);
            final int length = times.put(time, buffer, 0);

            assertEquals(expected.format(Instant.ofEpochSecond(time / 1_000_000_000L, time % 1_000_000_000L)),
                buffer.getStringWithoutLengthAscii(0, length));
        }
    }

    private void expect(final String json, final int length) throws IOException {
        assertEquals(json, buffer.getStringWithoutLengthUtf8(5, length));
        final byte[] bytes = new byte[length];
        buffer.getBytes(5, bytes);
        try (JsonParser parser = new JsonFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).createParser(bytes)) {
            assertEquals(JsonToken.START_OBJECT, parser.nextToken());
            assertEquals("type", parser.nextFieldName());
            int depth = 1;
            while (depth > 0) {
                final JsonToken token = parser.nextToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                assertTrue(token != JsonToken.VALUE_STRING || parser.getText() != null);
            }
            assertEquals(null, parser.nextToken());
        }
    }
}
