package io.patchbay.sdk;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.protocol.Indexes;
import io.patchbay.sdk.direct.JsonField;
import io.patchbay.sdk.direct.JsonFrame;
import io.patchbay.sdk.message.Payload;
import io.patchbay.text.Rfc3339;
import io.patchbay.text.Utf8;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Tests the JSON frame parser, the payload check, and times.
 */
@Timeout(60)
class JsonTest {
    private static JsonFrame frame(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final JsonFrame frame = new JsonFrame();
        assertTrue(frame.scan(bytes, 0, bytes.length), text);
        return frame;
    }

    @Test
    void shouldFindFieldsOfAllKinds() {
        final JsonFrame frame = frame("{ \"a\" : \"x\\\"\\u00e9\\n\" ,\"b\":12,\"c\":true,\"d\":null,\"e\":[\"p\",\"q\"],"
            + "\"f\":{\"g\":[{\"h\":\"i\"},{}]},\"instance\":\"i-0x1f\",\"payload\":{\"}\" : [1,2, \"\\\\\"]}}");
        final UnsafeBuffer payload = new UnsafeBuffer(0, 0);

        assertEquals("x\"é\n", frame.text("a"));
        assertEquals(12, frame.integer("b", 0));
        assertTrue(frame.isTrue("c"));
        assertEquals(-1, frame.find("d"));
        assertEquals(List.of("p", "q"), frame.strings("e"));
        assertEquals("i", frame.object("f").objects("g").get(0).text("h"));
        assertEquals(31, frame.index(JsonField.INSTANCE));
        assertTrue(frame.raw(JsonField.PAYLOAD, payload));
        assertEquals("{\"}\" : [1,2, \"\\\\\"]}", Utf8.text(payload));
        assertEquals("", frame.text("absent"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "1", "{\"a\"}", "{\"a\":}", "{\"a\":1", "{\"a\":1}x", "{\"a\":\"", "{a:1}",
        "{\"a\":[1}", "{\"a\" 1}", "{\"a\":1,}", "{,}"})
    void shouldRejectWhatIsNotAnObject(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertFalse(new JsonFrame().scan(bytes, 0, bytes.length));
    }

    @Test
    void shouldNotThrowForDamagedFrames() {
        final long seed = Long.getLong("patchbay.seed", System.nanoTime());
        System.out.println("patchbay.seed=" + seed);
        final Random random = new Random(seed);
        final byte[] good = ("{\"type\":\"event\",\"event\":\"registered\",\"index\":\"0x1\",\"time\":\"2026-01-01T00:00:00Z\","
            + "\"services\":[{\"name\":\"a\",\"instances\":2}],\"payload\":{\"a\":\"\\u00e9\"}}")
            .getBytes(StandardCharsets.UTF_8);
        final JsonFrame frame = new JsonFrame();

        for (int i = 0; i < 50_000; i++) {
            final byte[] bytes = good.clone();
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte)random.nextInt(256);
            }
            final int length = random.nextInt(bytes.length + 1);
            assertDoesNotThrow(() -> {
                if (frame.scan(bytes, 0, length)) {
                    frame.text("event");
                    frame.index(JsonField.INDEX);
                    frame.timeNs(JsonField.TIME);
                    frame.objects("services").forEach(service -> service.integer("instances", 0));
                    frame.object("payload");
                    frame.strings("services");
                }
            }, () -> "seed " + seed);
        }
    }

    /** Checks that the end of any value is found: any mix of brackets, strings and escapes, at any position in a long. */
    @Test
    void shouldFindWhereAnyValueEnds() {
        final long seed = Long.getLong("patchbay.seed", System.nanoTime());
        System.out.println("patchbay.seed=" + seed);
        final Random random = new Random(seed);
        final UnsafeBuffer payload = new UnsafeBuffer(0, 0);

        for (int i = 0; i < 50_000; i++) {
            final StringBuilder value = new StringBuilder();
            value(random, value, 4);
            final JsonFrame frame = frame("{\"a\":" + random.nextInt(1_000_000_000) + ",\"payload\":" + value + ",\"id\":1}");

            assertTrue(frame.raw(JsonField.PAYLOAD, payload), () -> "seed " + seed);
            assertEquals(value.toString(), Utf8.text(payload), () -> "seed " + seed);
            assertEquals(1, frame.integer("id", 0));
        }
    }

    private static void value(final Random random, final StringBuilder value, final int depth) {
        switch (random.nextInt(depth > 0 ? 5 : 3)) {
            case 0 -> value.append(random.nextInt(1_000));
            case 1 -> value.append("true");
            case 2 -> string(random, value);
            case 3 -> {
                value.append('[');
                for (int i = random.nextInt(4); i > 0; i--) {
                    value(random, value, depth - 1);
                    value.append(i > 1 ? " , " : " ");
                }
                value.append(']');
            }
            default -> {
                value.append('{');
                for (int i = random.nextInt(4); i > 0; i--) {
                    string(random, value);
                    value.append(':');
                    value(random, value, depth - 1);
                    value.append(i > 1 ? "," : "");
                }
                value.append('}');
            }
        }
    }

    private static void string(final Random random, final StringBuilder value) {
        value.append('"');
        for (int i = random.nextInt(12); i > 0; i--) {
            final String[] parts = {"a", "Y_y", "{", "}", "[", "]", ",", "\\\"", "\\\\", "\\u0022", "\u00e9", "\ud83d\ude00"};
            value.append(parts[random.nextInt(random.nextBoolean() ? 2 : parts.length)]);
        }
        value.append('"');
    }

    @Test
    void shouldFindEachFieldByItsName() {
        for (final JsonField field : JsonField.values()) {
            final String name = field.name().toLowerCase(Locale.ROOT);

            assertEquals("x", frame("{\"" + name + "s\":\"w\",\"" + name + "\":\"x\",\"" + name + "\":\"y\"}").text(field));
            assertEquals(-1, frame("{\"" + name.substring(1) + "\":1,\"" + name + " \":1}").find(field));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0x0", "0x1", "0xabcdef1", "0x12345678", "0x123456789", "0x4f6800000001", "0x7fffffffffffffff",
        "0xfedcba9876543210"})
    void shouldReadIndexes(final String text) {
        assertEquals(Indexes.parse(text), frame("{\"index\":\"" + text + "\"}").index(JsonField.INDEX));
        assertEquals(Indexes.parse(text), frame("{\"index\":\"i-" + text + "\"}").index(JsonField.INDEX));
    }

    @Test
    void shouldReadTimesOfTheSameAndOfOtherSeconds() {
        final JsonFrame frame = new JsonFrame();
        for (final String text : new String[] {"2026-11-22T21:54:30.123456789Z", "2026-11-22T21:54:30.999999999Z",
            "2026-11-22T21:54:3x.00000000xZ", "2026-11-22T21:54:30.00000000xZ", "2026-11-22T21:54:30.000000001Z",
            "2026-11-22T21:54:31.000000000Z", "2025-11-22T21:54:31.000000000Z"}) {
            final byte[] bytes = ("{\"time\":\"" + text + "\"}").getBytes(StandardCharsets.US_ASCII);

            assertTrue(frame.scan(bytes, 0, bytes.length));
            if (text.indexOf('x') < 0) {
                assertEquals(Instant.parse(text), Rfc3339.instant(frame.timeNs(JsonField.TIME)));
            } else {
                frame.timeNs(JsonField.TIME);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"a\"", "null", "[]", " {\"a\":[1.0e5, -0, \"\\ud800\"]} ", "\"\\u0000\""})
    void shouldAcceptJson(final String text) {
        assertEquals(text, Payload.json(text).json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "01", "+1", "NaN", "1 2", "1,2", "'a'", "[1,]", "{\"a\":1,}", "\"\n\"", "\"\\x\"",
        "nul", "// c\n1", "\ufeff1", "tru", "1}", "[1]]", ".5", "1."})
    void shouldRejectInvalidJson(final String text) {
        assertThrows(IllegalArgumentException.class, () -> Payload.json(text));
    }

    @Test
    void shouldRejectHalfOfASurrogatePair() {
        assertEquals(6, Payload.json("\"\ud83d\ude00\"").length());
        assertThrows(IllegalArgumentException.class, () -> Payload.json("\"\ud83d\""));
        assertThrows(IllegalArgumentException.class, () -> Payload.json("\"\ude00\ud83d\""));
    }

    @Test
    void shouldBoundNesting() {
        assertEquals(2 * 511, Payload.json("[".repeat(511) + "]".repeat(511)).length());
        assertThrows(IllegalArgumentException.class, () -> Payload.json("[".repeat(512) + "]".repeat(512)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-22T21:54:30.123456789Z", "2024-02-29T23:59:59.000000001Z", "1970-01-01T00:00:00Z",
        "2000-03-01T00:00:00.5Z", "2100-12-31T12:00:00.120Z", "1969-12-31T23:59:59.999999999Z"})
    void shouldReadTimes(final String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

        assertEquals(Instant.parse(text), Rfc3339.instant(Rfc3339.epochNanos(bytes, 0, bytes.length)));
    }

    @Test
    void shouldWriteTimesWithNanoseconds() {
        assertEquals("2026-01-01T00:00:00.000000000Z", Rfc3339.format(Instant.parse("2026-01-01T00:00:00Z")));
        assertEquals("2026-01-01T00:00:00.000120000Z", Rfc3339.format(Instant.parse("2026-01-01T00:00:00.00012Z")));
    }
}
