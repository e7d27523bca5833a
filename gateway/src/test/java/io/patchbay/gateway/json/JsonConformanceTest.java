package io.patchbay.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.protocol.ErrorCode;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Tests legal and illegal JSON of every kind: as a payload, as the value of an unknown field, and as a frame.
 */
@Timeout(60)
class JsonConformanceTest {
    private static final String HEAD = "{\"type\":\"emit\",\"event\":\"e\",\"payload\":";

    private final FrameScanner scanner = new FrameScanner();
    private final PayloadChecker checker = new PayloadChecker();

    @ParameterizedTest
    @ValueSource(strings = {
        "null", "true", "false",
        "0", "-0", "1", "-1", "10", "123456789012345678901234567890", "0.0", "-0.0", "0.1", "1.5", "100.001", "1e0", "1E0", "0e1",
        "0e+1", "0E-1", "1e+2", "1E-2", "1.5e10", "1.5E+10", "-1.5e-10", "1e400", "-1e-400", "0.0000000000000000000000000000001",
        "\"\"", "\" \"", "\"a\"", "\"\u007f\"", "\"\u00e9\"", "\"\u20ac\"", "\"\ud83d\ude00\"", "\"\u2028\u2029\"", "\"\ufeff\"",
        "\"\uffff\"", "\"\\\"\"", "\"\\\\\"", "\"\\/\"", "\"\\b\\f\\n\\r\\t\"", "\"\\u0000\"", "\"\\u001f\"",
            "\"\\uABCD\\uabcd\"",
        "\"\\uD834\\uDD1E\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"", "\"\\uD800\\n\"", "\"\\uD800x\"",
            "\"/*\"", "\"//\"",
        "[]", "[ ]", "[1]", "[1,2]", "[ 1 , 2 ]", "[[]]", "[[],[]]", "[{}]", "[null,true,false,0,\"\"]", "[\t1\t,\t2\t]",
        "{}", "{ }", "{\"a\":1}", "{\"a\":1,\"b\":2}", "{ \"a\" : 1 , \"b\" : 2 }", "{\"\":0}", "{\"a\":{\"a\":{\"a\":[{}]}}}",
        "{\"a\":1,\"a\":1}", "{\"\\u0061\":1}", "{\"\\ud800\":1}", "{\"\u20ac\":\"\u20ac\"}",
        "{\"a\":[],\"b\":{},\"c\":[{\"d\":[1,[2,[3]]]}]}",
        "\"0123456\"", "\"01234567\"", "\"012345678\"", "\"0123456\\n89abcdef\"", "\"01234567\u00e901234567\u00e9\"",
    })
    void shouldTakeLegalValues(final String value) {
        final byte[] bytes = utf8(value);

        assertTrue(isPayload(bytes), value);
        assertTrue(checker.isJson(new UnsafeBuffer(bytes), 0, bytes.length), value);
        if (!value.matches(".*\\\\u[dD][89a-fA-F].*") || value.contains("\\uD834\\uDD1E")) {
            assertTrue(isFrame(utf8("{\"type\":\"ping\",\"x\" : " + value + " }")), value);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "nul", "nulll", "NULL", "Null", "True", "tru", "truee", "fals", "FALSE", "undefined", "NaN",
            "Infinity", "-Infinity",
        "01", "-01", "00", "0x1", "1.", ".1", "-.1", "1.e1", "1e", "1e+", "1E-", "1ee2", "1e1.5", "1e1e1", "+1", "--1",
            "-", "-a", "1-",
        "1 2", "1_000", "1,000", "0b1", "1f", "1L", "\u0661", "- 1", "1 .5", "1e 5", "0e", "0e+", "-0.", "1..5", "1.5.5",
        "\"", "\"a", "a\"", "'a'", "\"\\\"", "\"\\a\"", "\"\\x41\"", "\"\\'\"", "\"\\0\"", "\"\\u\"", "\"\\u1\"",
            "\"\\u12\"", "\"\\u123\"",
        "\"\\u123g\"", "\"\\u 123\"", "\"\\U0041\"", "\"\\u+123\"", "\"\\\u00e9\"", "\"\t\"", "\"\n\"", "\"\r\"",
            "\"\0\"", "\"\u001f\"",
        "\"\\ud800\\u\"", "\"\\ud800\\u12\"", "\"\\ud800\\udc0g\"", "\"\\ud83d\\x\"", "\"a\"b", "\"a\"\"b\"", "\"01234567\t\"",
        "[", "]", "[1", "[1,", "[1,]", "[,]", "[,1]", "[1,,2]", "[1 2]", "[1;2]", "[1:2]", "[}", "[1}", "[\"a\":1]",
            "[[]", "[]]", "[]1",
        "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\",1}", "{\"a\" 1}", "{a:1}",
        "{'a':1}", "{1:1}", "{null:1}", "{\"a\":}", "{\"a\"::1}", "{:1}", "{\"a\":1 \"b\":2}", "{\"a\":1;\"b\":2}",
            "{]", "{\"a\":1]",
        "{[]:1}", "{{}}", "{}{}", "{\"a\":1,,\"b\":2}", "{\"a\":1}}", "[]{}", "/**/1", "1/**/", "//x\n1", "#1", "1;",
            "(1)", "\u00a01",
        "1\u00a0", "\u20281", "\ufeff1", "\f1", "\u000b1", "\b1", "\0", "1\0", "\u00e9", "`1`", "\\u0031", "*", "$", "[\u20ac]",
    })
    void shouldRefuseIllegalValues(final String value) {
        final byte[] bytes = utf8(value);

        assertFalse(isPayload(bytes), value);
        assertEquals(ErrorCode.BAD_JSON, scanner.error(), value);
        assertFalse(checker.isJson(new UnsafeBuffer(bytes), 0, bytes.length), value);
        assertFalse(isFrame(utf8("{\"type\":\"ping\",\"x\":" + value + "}")), value);
        assertEquals(ErrorCode.BAD_JSON, scanner.error(), value);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "80", "bf", "ff", "fe", "c0 80", "c1 bf", "c3", "c3 28", "c3 c3", "e0 80 80", "e0 9f bf", "e2 82", "e2 28 ac", "e2 82 28",
        "e2", "ed a0 80", "ed bf bf", "ed b0 80", "ed a0 bd ed b8 80", "f0 80 80 80", "f0 8f bf bf", "f0 9f 98", "f0 9f 28 80",
        "f0 28 98 80", "f0 9f 98 28", "f4 90 80 80", "f5 80 80 80", "f8 88 80 80 80", "fc 84 80 80 80 80", "e2 82 ac 82",
    })
    void shouldRefuseWhatIsNotUtf8(final String hex) {
        for (final String around : new String[] {"", "a", "0123456789"}) {
            final byte[] value = join(utf8("\"" + around), hex(hex), utf8(around + "\""));

            assertFalse(isPayload(value), hex);
            assertEquals(ErrorCode.BAD_JSON, scanner.error(), hex);
            assertFalse(isFrame(join(utf8("{\"type\":\"ping\",\""), hex(hex), utf8("\":1}"))), hex);
            assertEquals(ErrorCode.BAD_JSON, scanner.error(), hex);
            assertFalse(isFrame(join(utf8("{\"type\":\"ping\","), hex(hex), utf8("\"a\":1}"))), hex);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "c2 80", "df bf", "e0 a0 80", "ec bf bf", "ed 80 80", "ed 9f bf", "ee 80 80", "ef bf bf", "ef bb bf", "f0 90 80 80",
        "f3 bf bf bf", "f4 8f bf bf", "7f", "c2 80 c2 80 e2 82 ac f0 9f 98 80",
    })
    void shouldTakeTheEdgesOfUtf8(final String hex) {
        assertTrue(isPayload(join(utf8("\""), hex(hex), utf8("\""))), hex);
    }

    @Test
    void shouldRefuseAByteOrderMark() {
        assertFalse(isFrame(join(hex("ef bb bf"), utf8("{\"type\":\"ping\"}"))));
        assertEquals(ErrorCode.BAD_JSON, scanner.error());
        assertEquals("a byte order mark at byte 0", scanner.text());
        assertFalse(isFrame("\ufeff{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_16BE)));
        assertFalse(isFrame("{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_16LE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r", "null", "1", "\"ping\"", "[]", "[{\"type\":\"ping\"}]",
        "{\"type\":\"ping\"}{", "{\"type\":\"ping\"",
        "{\"type\":\"ping\"}}", "{\"type\":\"ping\"}{\"type\":\"ping\"}", "{\"type\":\"ping\"},",
            "{\"type\":\"ping\"} x", "x{\"type\":\"ping\"}",
        "{\"type\":\"ping\"}\0", "{\"type\" \"ping\"}", "{type:\"ping\"}", "{\"type\":\"ping\",}", "{,\"type\":\"ping\"}",
        "{\"type\":\"ping\" \"a\":1}", "GET / HTTP/1.1", "{", "}", "{\"", "{\"type", "{\"type\"", "{\"type\":"})
    void shouldRefuseWhatIsNotOneObject(final String frame) {
        assertFalse(isFrame(utf8(frame)), frame);
        assertEquals(ErrorCode.BAD_JSON, scanner.error(), frame);
    }

    @Test
    void shouldNestAsDeepAsTheLimitAndNoDeeper() {
        assertTrue(isPayload(utf8("[".repeat(511) + "]".repeat(511))));
        assertFalse(isPayload(utf8("[".repeat(512) + "]".repeat(512))));
        assertEquals(ErrorCode.BAD_JSON, scanner.error());
        assertTrue(isPayload(utf8("{\"a\":".repeat(511) + "1" + "}".repeat(511))));
        assertFalse(isPayload(utf8("{\"a\":".repeat(512) + "1" + "}".repeat(512))));
        assertTrue(isPayload(utf8("[{\"a\":".repeat(255) + "[]" + "}]".repeat(255))));
        assertFalse(isPayload(utf8("[{\"a\":".repeat(256) + "1" + "}]".repeat(256))));
        assertFalse(isFrame(utf8("{\"type\":\"ping\",\"x\":" + "[".repeat(100_000))));
        assertTrue(isFrame(utf8("{\"type\":\"ping\",\"x\":[" + "[],".repeat(10_000) + "[]]}")));
    }

    @Test
    void shouldRefuseEveryPrefixOfAFrame() {
        final byte[] frame = utf8(HEAD + "{\"a\":[1.5e3,\"\\u20ac\u20ac\\n\",true,false,null,{}],\"b\":-0}}");
        assertTrue(isFrame(frame));

        for (int length = 0; length < frame.length; length++) {
            assertFalse(scanner.scan(new UnsafeBuffer(frame), 0, length));
            assertEquals(ErrorCode.BAD_JSON, scanner.error());
        }
    }

    @Test
    void shouldRefuseEveryControlCharacterInStrings() {
        for (int c = 0; c < 0x20; c++) {
            for (int before = 0; before < 10; before++) {
                assertFalse(isPayload(utf8("\"" + "x".repeat(before) + (char)c + "yyyyyyyyyy\"")), "U+" + c);
            }
        }
    }

    @Test
    void shouldRefuseLineEndsInPayloadsThatDidNotComeInAFrame() {
        final byte[] value = utf8("[1,\n2]");

        assertFalse(checker.isJson(new UnsafeBuffer(value), 0, value.length));
    }

    private boolean isPayload(final byte[] value) {
        final boolean accepted = isFrame(join(utf8(HEAD), value, utf8("}")));
        if (accepted) {
            final byte[] payload = new byte[scanner.payload().capacity()];
            scanner.payload().getBytes(0, payload);
            assertEquals(new String(value, StandardCharsets.UTF_8), new String(payload, StandardCharsets.UTF_8));
        }
        return accepted;
    }

    private boolean isFrame(final byte[] frame) {
        return scanner.scan(new UnsafeBuffer(frame), 0, frame.length);
    }

    private static byte[] utf8(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(final String text) {
        final String[] parts = text.split(" ");
        final byte[] bytes = new byte[parts.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte)Integer.parseInt(parts[i], 16);
        }
        return bytes;
    }

    private static byte[] join(final byte[]... parts) {
        final ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (final byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
