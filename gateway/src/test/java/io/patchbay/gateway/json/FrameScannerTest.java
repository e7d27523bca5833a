package io.patchbay.gateway.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.protocol.Choose;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.text.Uuids;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

@Timeout(60)
class FrameScannerTest {
    private static final String ID = "6f1c2f4e-8f63-4f0e-9d7a-0123456789ab";

    private final FrameScanner scanner = new FrameScanner();
    private UnsafeBuffer buffer;

    @Test
    void shouldReadMessageWithEveryField() {
        final boolean accepted = scan("{\"payload\":{\"pair\":\"EURUSD\"},\"traceparent\":\"00-ab-cd-01\","
            + "\"ack\":true,\"timeoutMs\":2500,"
            + "\"key\":\"acct-7\",\"responder\":\"onQuote\",\"consumer\":\"desk\",\"destination\":\"pricing@1.4:quote\",\"id\":\""
            + ID.toUpperCase() + "\",\"type\":\"message\"}");

        assertTrue(accepted, scanner::text);
        assertEquals(FrameType.MESSAGE, scanner.type());
        assertTrue(scanner.hasId());
        assertEquals(ID, Uuids.toString(scanner.idHi(), scanner.idLo()));
        assertEquals("pricing@1.4:quote", text(scanner.destination()));
        assertEquals("pricing", text(scanner.destinationService()));
        assertEquals("1.4", text(scanner.destinationVersion()));
        assertEquals("quote", text(scanner.destinationMethod()));
        assertEquals("desk", text(scanner.consumer()));
        assertEquals("onQuote", text(scanner.responder()));
        assertEquals("acct-7", text(scanner.key()));
        assertEquals("00-ab-cd-01", text(scanner.traceparent()));
        assertEquals(2500, scanner.timeoutMs());
        assertTrue(scanner.ack());
        assertEquals("{\"pair\":\"EURUSD\"}", text(scanner.payload()));
        assertNull(scanner.error());
        assertNull(scanner.field());
        assertNull(scanner.text());
    }

    @Test
    void shouldTakeAbsentAndNullAlike() {
        for (final String rest : List.of("", ",\"consumer\":null,\"responder\":null,\"key\":null,\"traceparent\":null,"
            + "\"ack\":null,"
            + "\"timeoutMs\":null,\"payload\":null")) {
            assertTrue(scan(message(rest)), scanner::text);

            assertEquals("", text(scanner.consumer()));
            assertEquals("", text(scanner.responder()));
            assertEquals("", text(scanner.key()));
            assertEquals("", text(scanner.traceparent()));
            assertEquals("", text(scanner.destinationVersion()));
            assertEquals(0, scanner.timeoutMs());
            assertFalse(scanner.ack());
            assertEquals("null", text(scanner.payload()));
        }
    }

    @Test
    void shouldForgetThePreviousFrame() {
        scan(message(",\"responder\":\"r\",\"key\":\"k\",\"timeoutMs\":5,\"ack\":true,\"payload\":1"));

        assertTrue(scan("{\"type\":\"ping\"}"));

        assertFalse(scanner.hasId());
        assertEquals(0, scanner.idHi());
        assertEquals("", text(scanner.destination()));
        assertEquals("", text(scanner.responder()));
        assertEquals("", text(scanner.key()));
        assertEquals(0, scanner.timeoutMs());
        assertFalse(scanner.ack());
        assertEquals("null", text(scanner.payload()));
    }

    @Test
    void shouldReadReplies() {
        assertTrue(scan("{\"type\":\"reply\",\"id\":\"" + ID + "\",\"payload\":[1 , 2],\"more\":true,\"ack\":true}"),
            scanner::text);
        assertEquals(FrameType.REPLY, scanner.type());
        assertEquals("[1 , 2]", text(scanner.payload()));
        assertTrue(scanner.more());
        assertTrue(scanner.ack());
        assertFalse(scanner.hasError());

        assertTrue(scan("{\"type\":\"reply\",\"id\":\"" + ID + "\",\"payload\":null,"
            + "\"error\":{\"message\":\"no \\u20ac \\ud83d\\ude00 left\",\"extra\":[1],\"c\\u006fde\":\"empty\"}}"),
                scanner::text);
        assertTrue(scanner.hasError());
        assertEquals("empty", text(scanner.errorCode()));
        assertEquals("no \u20ac \ud83d\ude00 left", text(scanner.errorMessage()));
        assertFalse(scanner.more());

        assertTrue(scan("{\"type\":\"reply\",\"id\":\"" + ID + "\",\"error\":null}"), scanner::text);
        assertFalse(scanner.hasError());
        assertEquals("null", text(scanner.payload()));
    }

    @Test
    void shouldReadTheOtherFrames() {
        assertTrue(scan("{\"type\":\"broadcast\",\"id\":\"" + ID + "\",\"payload\":\"x\"}"));
        assertEquals(FrameType.BROADCAST, scanner.type());
        assertTrue(scanner.hasId());
        assertTrue(scan("{\"type\":\"broadcast\",\"id\":null}"));
        assertFalse(scanner.hasId());

        assertTrue(scan("{\"type\":\"emit\",\"event\":\"tick\",\"payload\":1.50}"));
        assertEquals("tick", text(scanner.event()));
        assertEquals("1.50", text(scanner.payload()));

        assertTrue(scan("{\"type\":\"services\"}"));
        assertEquals("", text(scanner.service()));
        assertTrue(scan("{\"type\":\"services\",\"service\":\"pricing\"}"));
        assertEquals("pricing", text(scanner.service()));

        assertTrue(scan("{\"type\":\"status\",\"id\":\"" + ID + "\"}"));
        assertEquals(FrameType.STATUS, scanner.type());

        assertTrue(scan("{\"type\":\"authorize\",\"token\":\"a\\/b\\n\"}"));
        assertEquals("a/b\n", text(scanner.token()));

        for (final FrameType type : List.of(FrameType.UNREGISTER, FrameType.PING, FrameType.PONG)) {
            assertTrue(scan("\t { \"type\" : \"" + type + "\" } \r"));
            assertEquals(type, scanner.type());
        }
    }

    @Test
    void shouldReadRegister() {
        assertTrue(scan("{\"type\":\"register\",\"name\":\"pricing\",\"version\":\"1.0.0-rc.1+b7\","
            + "\"methods\":[\"quote\" , \"c\\u0061ncel\"],"
            + "\"listen\":[\"service-online\",\"rates:tick\",\"rates:*\",\"rates:tick\"],\"acks\":true,"
                + "\"choose\":\"least-pending\","
            + "\"aeron\":{\"media\":\"udp\",\"endpoint\":\"10.0.0.7:40123\"}}"), scanner::text);

        assertEquals("pricing", scanner.name());
        assertEquals("1.0.0-rc.1+b7", scanner.version());
        assertEquals(List.of("quote", "cancel"), scanner.methods());
        assertTrue(scanner.hasListen());
        assertEquals(List.of("service-online", "rates:tick", "rates:*"), scanner.listen());
        assertTrue(scanner.acks());
        assertEquals(Choose.LEAST_PENDING, scanner.choose());
        assertEquals("udp", scanner.aeronMedia());
        assertEquals("10.0.0.7:40123", scanner.aeronEndpoint());

        assertTrue(scan("{\"type\":\"register\",\"name\":\"desk\",\"version\":\"2.0.0\"}"), scanner::text);
        assertEquals(List.of(), scanner.methods());
        assertFalse(scanner.hasListen());
        assertEquals(List.of(), scanner.listen());
        assertFalse(scanner.acks());
        assertEquals(Choose.ROUND_ROBIN, scanner.choose());
        assertEquals("", scanner.aeronMedia());
        assertEquals("", scanner.aeronEndpoint());

        assertTrue(scan("{\"type\":\"register\",\"name\":\"desk\",\"version\":\"2.0.0\",\"listen\":[],"
            + "\"aeron\":{\"media\":\"ipc\"}}"));
        assertTrue(scanner.hasListen());
        assertEquals("ipc", scanner.aeronMedia());
    }

    @Test
    void shouldDecodeEscapesOfNamesAndStrings() {
        assertTrue(scan("{\"t\\u0079pe\":\"m\\u0065ssage\",\"\\u0069d\":\"" + ID.replace("-", "\\u002d") + "\","
            + "\"destination\":\"pricing\\u003aquote\",\"key\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u00e9\\u20AC\\uD83D\\uDE00\","
            + "\"p\\u0061yload\":\"\\u0041\"}"), scanner::text);

        assertEquals(FrameType.MESSAGE, scanner.type());
        assertEquals(ID, Uuids.toString(scanner.idHi(), scanner.idLo()));
        assertEquals("pricing", text(scanner.destinationService()));
        assertEquals("\"\\/\b\f\n\r\t\0\u00e9\u20ac\ud83d\ude00", text(scanner.key()));
        assertEquals("\"\\u0041\"", text(scanner.payload()));
    }

    @Test
    void shouldCarryPayloadByteForByte() {
        final String payload = "{\"b\" :1.0e+2,\"a\":-0, \"b\":\"\\u00e9\u00e9\\/\\ud800\",\t\"n\":[1E400,0.10]}";

        assertTrue(scan(message(" , \"payload\" :  " + payload + "  ")), scanner::text);

        assertEquals(payload, text(scanner.payload()));
    }

    @Test
    void shouldTurnLineEndsBetweenTokensOfThePayloadIntoSpaces() {
        assertTrue(scan("\r\n" + message(",\r\n\"payload\":\r\n{\r\n\"a\"\r:\n[\r1\n,\r2\n]\r,"
            + "\n\"b\":\"\\r\\n\"}\r\n")), scanner::text);

        assertEquals("{  \"a\" : [ 1 , 2 ] , \"b\":\"\\r\\n\"}", text(scanner.payload()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"responder", "key", "consumer", "traceparent", "note"})
    void shouldRefuseHalfASurrogatePairInTheEnvelope(final String field) {
        for (final String half : List.of("\\ud800", "\\udc00", "\\ud83dx", "\\ud83d\\ud83d", "\\ude00\\ud83d",
            "\\uD800\\u0041")) {
            refused(message(",\"" + field + "\":\"" + half + "\""), ErrorCode.BAD_FIELD, field);
            assertTrue(scanner.hasId());
        }
    }

    @Test
    void shouldNameTheTopLevelFieldForWhatIsWrongInside() {
        refused("{\"type\":\"reply\",\"id\":\"" + ID + "\",\"error\":{\"code\":\"\\ud800\",\"message\":\"\"}}",
            ErrorCode.BAD_FIELD, "error");
        refused(register(",\"methods\":[\"a\",\"\\udfff\"]"), ErrorCode.BAD_FIELD, "methods");
        refused(register(",\"aeron\":{\"media\":\"ipc\",\"x\":{\"\\udfff\":1}}"), ErrorCode.BAD_FIELD, "aeron");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"type\":\"ping\",\"type\":\"ping\"}",
        "{\"type\":\"ping\",\"t\\u0079pe\":\"pong\"}",
        "{\"type\":null,\"type\":\"ping\"}",
    })
    void shouldRefuseTypeGivenTwice(final String frame) {
        refused(frame, ErrorCode.BAD_FIELD, "type");
    }

    @Test
    void shouldRefuseAnyFieldGivenTwice() {
        refused(message(",\"key\":null,\"key\":\"a\""), ErrorCode.BAD_FIELD, "key");
        assertTrue(scanner.hasId());
        refused(message(",\"payload\":1,\"payload\":1"), ErrorCode.BAD_FIELD, "payload");
        refused(message(",\"note\":1,\"x\":2,\"n\\u006fte\":1"), ErrorCode.BAD_FIELD, "n\u006fte");
        refused(message(",\"token\":1,\"token\":1"), ErrorCode.BAD_FIELD, "token");
        refused(message(",\"id\":\"" + ID + "\""), ErrorCode.BAD_FIELD, "id");
        assertFalse(scanner.hasId());
        refused("{\"type\":\"ping\",\"\":1,\"\":2}", ErrorCode.BAD_FIELD, "");
        refused("{\"type\":\"reply\",\"id\":\"" + ID + "\",\"error\":{\"code\":\"\",\"code\":\"\",\"message\":\"\"}}",
            ErrorCode.BAD_FIELD, "error");
        assertTrue(scan(message(",\"payload\":{\"a\":1,\"a\":2},\"note\":{\"a\":1,\"a\":2}")), scanner::text);
    }

    @Test
    void shouldShortenTheNameOfAnUnknownFieldInAnError() {
        final String name = "x".repeat(63) + "\ud83d\ude00" + "y".repeat(1000);

        refused("{\"type\":\"ping\",\"" + name + "\":1,\"" + name + "\":1}", ErrorCode.BAD_FIELD, "x".repeat(63));
    }

    @Test
    void shouldIgnoreUnknownFieldsHoweverMany() {
        final String many = IntStream.range(0,
            5000).mapToObj(i -> ",\"field" + i + "\":[" + i + ",{}]").collect(Collectors.joining());

        assertTrue(scan(message(many + ",\"payload\":7")), scanner::text);

        assertEquals("7", text(scanner.payload()));
    }

    @Test
    void shouldIgnoreFieldsOfOtherFrames() {
        assertTrue(scan("{\"type\":\"ping\",\"id\":7,\"destination\":[],\"timeoutMs\":\"x\",\"error\":1,"
            + "\"methods\":{},\"ack\":0}"));
        assertTrue(scan("{\"type\":\"emit\",\"event\":\"e\",\"id\":\"no\",\"key\":\"\",\"more\":1}"), scanner::text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"type\":null}", "{\"type\":1}", "{\"type\":[\"ping\"]}", "{\"Type\":\"ping\"}"})
    void shouldRefuseMissingOrNonStringType(final String frame) {
        refused(frame, ErrorCode.BAD_FIELD, "type");
    }

    @Test
    void shouldRefuseUnknownTypesAndKeepTheId() {
        refused("{\"type\":\"\"}", ErrorCode.UNKNOWN_TYPE, null);
        refused("{\"type\":\"PING\"}", ErrorCode.UNKNOWN_TYPE, null);
        refused("{\"type\":\"event\",\"event\":\"connect\"}", ErrorCode.UNKNOWN_TYPE, null);
        refused("{\"type\":\"m\u00e9ssage\",\"id\":\"" + ID + "\"}", ErrorCode.UNKNOWN_TYPE, null);
        assertTrue(scanner.hasId());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "destination,1", "destination,``", "destination,\"\"", "destination,\"pricing\"", "destination,\":quote\"",
        "destination,\"pricing:\"", "destination,\"pricing:a:b\"", "destination,\"pricing@:quote\"",
            "destination,\"pricing@1.:q\"",
        "destination,\"pricing@01:q\"", "destination,\"pricing@1@2:q\"", "destination,\"pricing@1.2.3.4:q\"",
            "destination,\"@1:q\"",
        "destination,\"pricing@v1:q\"", "destination,\"1pricing:q\"", "destination,\"pricing:q@1\"", "destination,\"pri cing:q\"",
        "destination,\"pric\u00e9:q\"", "destination,null",
        "id,null", "id,7", "id,\"\"", "id,\"6f1c2f4e8f634f0e9d7a0123456789ab\"", "id,\"6f1c2f4e-8f63-4f0e-9d7a-0123456789ag\"",
        "consumer,7", "consumer,\"\"", "consumer,\"a b\"", "responder,{}", "responder,\"9x\"",
        "key,\"\"", "key,7", "traceparent,true",
        "timeoutMs,0", "timeoutMs,-1", "timeoutMs,-0", "timeoutMs,1.0", "timeoutMs,1e3", "timeoutMs,86400001", "timeoutMs,\"5\"",
        "timeoutMs,99999999999999999999", "timeoutMs,4294967297", "timeoutMs,true", "timeoutMs,[1]",
        "ack,1", "ack,\"true\"", "ack,[]",
    })
    void shouldRefuseBadFieldsOfMessages(final String field, final String value) {
        final String rest = value == null || value.isEmpty() ? "" : ",\"" + field + "\":" + value;
        final String id = "id".equals(field) ? "" : ",\"id\":\"" + ID + "\"";
        final String destination = "destination".equals(field) ? "" : ",\"destination\":\"pricing:quote\"";

        refused("{\"type\":\"message\"" + rest + id + destination + "}", ErrorCode.BAD_FIELD, field);

        assertEquals(!"id".equals(field), scanner.hasId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pricing:quote", "a:b", "p.r_i-c9:q.u_o-t9", "pricing@1:q", "pricing@1.4:q", "pricing@1.4.2:q",
        "pricing@1.4.2-rc.1+b.5:q", "pricing@0:q"})
    void shouldTakeLegalDestinations(final String destination) {
        assertTrue(scan("{\"type\":\"message\",\"id\":\"" + ID + "\",\"destination\":\"" + destination + "\"}"), scanner::text);
    }

    @Test
    void shouldMeasureKeysAndTraceparentsInBytesOfWhatTheySpell() {
        assertTrue(scan(message(",\"key\":\"" + "\u20ac".repeat(85) + "x\"")), scanner::text);
        assertTrue(scan(message(",\"key\":\"" + "\\u0041".repeat(256) + "\"")), scanner::text);
        refused(message(",\"key\":\"" + "\u20ac".repeat(86) + "\""), ErrorCode.BAD_FIELD, "key");
        assertTrue(scan(message(",\"traceparent\":\"" + "t".repeat(256) + "\"")), scanner::text);
        refused(message(",\"traceparent\":\"" + "t".repeat(257) + "\""), ErrorCode.BAD_FIELD, "traceparent");
        assertTrue(scan(message(",\"timeoutMs\":86400000")), scanner::text);
        assertEquals(86_400_000, scanner.timeoutMs());
        refused(message(",\"consumer\":\"" + "c".repeat(65) + "\""), ErrorCode.BAD_FIELD, "consumer");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "reply,error,`,\"error\":{\"code\":\"a\",\"message\":\"b\"},\"payload\":1`",
        "reply,error,`,\"error\":\"a\"`", "reply,error,`,\"error\":{}`", "reply,error,`,\"error\":[\"code\",\"message\"]`",
        "reply,error,`,\"error\":{\"code\":1,\"message\":\"b\"}`", "reply,error,`,\"error\":{\"code\":\"a\"}`",
        "reply,error,`,\"error\":{\"code\":\"a\",\"message\":null}`", "reply,error,`,\"error\":false`",
        "reply,more,`,\"more\":1`", "reply,ack,`,\"ack\":\"yes\"`",
        "emit,event,``", "emit,event,`,\"event\":null`", "emit,event,`,\"event\":\"a:b\"`", "emit,event,`,\"event\":\"*\"`",
        "services,service,`,\"service\":7`", "services,service,`,\"service\":\"a:b\"`",
        "authorize,token,``", "authorize,token,`,\"token\":null`", "authorize,token,`,\"token\":5`",
    })
    void shouldRefuseBadFieldsOfOtherFrames(final String type, final String field, final String rest) {
        refused("{\"type\":\"" + type + "\",\"id\":\"" + ID + "\"" + (rest == null ? "" : rest) + "}",
            ErrorCode.BAD_FIELD, field);

        assertTrue(scanner.hasId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply", "status"})
    void shouldRequireTheId(final String type) {
        refused("{\"type\":\"" + type + "\"}", ErrorCode.BAD_FIELD, "id");
        refused("{\"type\":\"" + type + "\",\"id\":\"x\"}", ErrorCode.BAD_FIELD, "id");
    }

    @Test
    void shouldRefuseABroadcastWhoseIdIsNoUuid() {
        refused("{\"type\":\"broadcast\",\"id\":\"x\"}", ErrorCode.BAD_FIELD, "id");
        refused("{\"type\":\"broadcast\",\"id\":5}", ErrorCode.BAD_FIELD, "id");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {
        "methods,`\"quote\"`", "methods,`[\"a\",\"a\"]`", "methods,`[\"a\",\"\\u0061\"]`", "methods,`[1]`", "methods,`[\"a b\"]`",
        "methods,`[null]`", "methods,`{\"a\":\"b\"}`", "methods,`[[\"a\"]]`",
        "listen,`\"service-online\"`", "listen,`[\"service-gone\"]`", "listen,`[\"a:b:c\"]`", "listen,`[\":b\"]`",
            "listen,`[\"a:\"]`",
        "listen,`[\"*\"]`", "listen,`[\"*:a\"]`", "listen,`[\"a:b*\"]`", "listen,`[5]`", "listen,`[\"connect\"]`",
        "acks,1", "acks,`\"true\"`", "choose,`\"random\"`", "choose,1",
        "aeron,`{}`", "aeron,`\"ipc\"`", "aeron,`{\"media\":\"tcp\"}`", "aeron,`{\"media\":\"udp\"}`", "aeron,`{\"media\":7}`",
        "aeron,`{\"media\":\"udp\",\"endpoint\":\"10.0.0.1\"}`", "aeron,`{\"media\":\"udp\",\"endpoint\":\"10.0.0.1:0\"}`",
        "aeron,`{\"media\":\"udp\",\"endpoint\":\"10.0.0.1:70000\"}`",
            "aeron,`{\"media\":\"udp\",\"endpoint\":\"h|mtu=9:5000\"}`",
        "aeron,`{\"media\":\"udp\",\"endpoint\":\"h?x:5000\"}`", "aeron,`{\"media\":\"udp\",\"endpoint\":\":5000\"}`",
        "aeron,`{\"media\":\"udp\",\"endpoint\":\"a:b:5000\"}`", "aeron,`{\"media\":\"udp\",\"endpoint\":5000}`",
        "aeron,`{\"media\":\"ipc\",\"endpoint\":\"h:5000\"}`", "aeron,`{\"media\":\"ipc\",\"media\":\"ipc\"}`",
    })
    void shouldRefuseBadFieldsOfRegister(final String field, final String value) {
        refused(register(",\"" + field + "\":" + value), ErrorCode.BAD_FIELD, field);
    }

    @Test
    void shouldRefuseBadNamesAndVersionsOfRegister() {
        for (final String name : List.of("", "\"name\":null,", "\"name\":7,", "\"name\":\"\",", "\"name\":\"a:b\",",
            "\"name\":\"-a\",")) {
            refused("{\"type\":\"register\"," + name + "\"version\":\"1.0.0\"}", ErrorCode.BAD_FIELD, "name");
        }
        for (final String version : List.of("", ",\"version\":1", ",\"version\":\"1\"", ",\"version\":\"1.0\"",
            ",\"version\":\"1.0.0.0\"",
            ",\"version\":\"01.0.0\"", ",\"version\":\"v1.0.0\"", ",\"version\":\"1.0.0-\"", ",\"version\":\"1.0.0-01\"",
            ",\"version\":\"1.0.0+\"")) {
            refused("{\"type\":\"register\",\"name\":\"a\"" + version + "}", ErrorCode.BAD_FIELD, "version");
        }
    }

    @Test
    void shouldBoundTheNumberOfMethods() {
        final String methods = IntStream.range(0, 1024).mapToObj(i -> "\"m" + i + "\"").collect(Collectors.joining(","));

        assertTrue(scan(register(",\"methods\":[" + methods + "]")), scanner::text);
        assertEquals(1024, scanner.methods().size());
        refused(register(",\"methods\":[" + methods + ",\"more\"]"), ErrorCode.BAD_FIELD, "methods");
    }

    @Test
    void shouldTakeV6Endpoints() {
        assertTrue(scan(register(",\"aeron\":{\"media\":\"udp\",\"endpoint\":\"[::1]:5000\"}")), scanner::text);

        assertEquals("[::1]:5000", scanner.aeronEndpoint());
    }

    @Test
    void shouldTellWhereAFrameIsNotJson() {
        refused("{\"type\":\"ping\",}", ErrorCode.BAD_JSON, null);

        assertEquals("expected a field name at byte 15", scanner.text());
        assertFalse(scanner.hasId());
    }

    private void refused(final String frame, final ErrorCode code, final String field) {
        assertFalse(scan(frame), frame);
        assertEquals(code, scanner.error(), frame);
        assertEquals(field, scanner.field(), frame);
        assertFalse(scanner.text().isEmpty());
    }

    /** Scans at an odd offset, with bytes around the frame that must not count. */
    private boolean scan(final String frame) {
        final byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
        buffer = new UnsafeBuffer(new byte[bytes.length + 10]);
        buffer.setMemory(0, buffer.capacity(), (byte)'}');
        buffer.putBytes(3, bytes);
        return scanner.scan(buffer, 3, bytes.length);
    }

    private static String message(final String rest) {
        return "{\"type\":\"message\",\"id\":\"" + ID + "\",\"destination\":\"pricing:quote\"" + rest + "}";
    }

    private static String register(final String rest) {
        return "{\"type\":\"register\",\"name\":\"pricing\",\"version\":\"1.0.0\"" + rest + "}";
    }

    private static String text(final UnsafeBuffer view) {
        return view.getStringWithoutLengthUtf8(0, view.capacity());
    }
}
