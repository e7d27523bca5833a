package io.patchbay.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.fuzz.FuzzTarget;
import io.patchbay.sdk.direct.JsonAdapter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A fuzz target for lines of a hostile or broken server. No line causes an exception, and the result does not depend on the bytes
 * around the line in the buffer.
 */
public final class ServerLineTarget implements FuzzTarget {
    private static final String ID = "\"id\":\"6f1c2f4e-8f63-4f0e-9d7a-0123456789ab\"";
    private static final String WHERE = "\"instance\":\"i-0x4f6800000001\",\"index\":\"0x4f6800000002\"";
    private static final String TIME = "\"time\":\"2026-01-02T03:04:05.123456789Z\"";
    private static final int GUARD_BYTES = 64;

    @Override
    public List<byte[]> seeds() {
        return Stream.of(
            "{\"type\":\"event\",\"event\":\"connect\",\"protocol\":1,\"session\":\"s-1\",\"authorized\":true,"
                + "\"heartbeatMs\":10000,\"maxFrame\":65536}",
            "{\"type\":\"event\",\"event\":\"authorized\",\"principal\":\"anonymous\"}",
            "{\"type\":\"event\",\"event\":\"registered\",\"name\":\"a\",\"version\":\"1.0.0\"," + WHERE + ",\"services\":["
                + "{\"name\":\"pricing\",\"versions\":[\"1.4.2\"],\"methods\":[\"quote\",\"cancel\"],\"instances\":1}],"
                + "\"aeron\":{\"dir\":\"/dev/shm\",\"ingress\":{\"channel\":\"aeron:ipc\",\"streamId\":200},"
                + "\"delivery\":{\"channel\":\"aeron:ipc\",\"streamId\":1000000},\"secret\":\"0123456789abcdef\"}}",
            "{\"type\":\"message\"," + ID + ",\"destination\":\"a:b\",\"consumer\":\"c\",\"responder\":\"r\",\"key\":\"k\","
                + "\"traceparent\":\"t\",\"timeoutMs\":5000,\"index\":\"0x4f6800000002\","
                + "\"deadline\":\"2026-01-02T03:04:05.123456789Z\",\"payload\":{\"a\":[1,\"}\\\"]\",null]}}",
            "{\"type\":\"reply\"," + ID + ",\"responder\":\"r\"," + WHERE + ",\"payload\":\"AAEC\",\"encoding\":\"base64\","
                + "\"more\":true}",
            "{\"type\":\"reply\"," + ID + ",\"responder\":\"r\",\"error\":{\"code\":\"c\",\"message\":\"m \\u00e9\"}}",
            "{\"type\":\"accepted\"," + ID + ",\"index\":\"0x4f6800000002\"}",
            "{\"type\":\"event\",\"event\":\"service-connect\",\"service\":\"a\",\"version\":\"1.0.0\"," + WHERE
                + ",\"methods\":[\"quote\",\"can\\u0063el\"]," + TIME + "}",
            "{\"type\":\"event\",\"event\":\"service-offline\",\"service\":\"a\",\"reason\":\"closed\"," + WHERE + ","
                + TIME + "}",
            "{\"type\":\"event\",\"event\":\"broadcast-message\",\"from\":\"a\"," + ID + "," + WHERE + "," + TIME
                + ",\"payload\":\"AAEC\",\"encoding\":\"base64\"}",
            "{\"type\":\"event\",\"event\":\"unhandled-message\"," + ID + ",\"destination\":\"a:b\",\"consumer\":\"c\","
                + "\"responder\":\"r\",\"reason\":\"no-service\",\"request\":\"0x1\",\"index\":\"0x2\"," + TIME + "}",
            "{\"type\":\"event\",\"event\":\"rates:tick\",\"service\":\"rates\"," + WHERE + "," + TIME + ",\"payload\":1.50}",
            "{\"type\":\"event\",\"event\":\"disconnect\",\"reason\":\"unregistered\"}",
            "{\"type\":\"services\",\"index\":\"0x2\",\"more\":true,\"services\":[{\"name\":\"a\",\"instances\":["
                + "{\"instance\":\"i-0x1\",\"version\":\"1.0.0\",\"methods\":[\"m\"],\"pending\":3}]}]}",
            "{\"type\":\"status\"," + ID + ",\"status\":\"unhandled\",\"reason\":\"timeout\",\"index\":\"0x2\"}",
            "{\"type\":\"status\"," + ID + ",\"status\":\"nothing known\"}",
            "{\"type\":\"error\",\"code\":\"bad-field\",\"message\":\"m\",\"field\":\"name\"," + ID + "}",
            "{\"type\":\"ping\"}\n{ \"type\" : \"pong\" , \"x\" : [ ] }\r\n{}",
            "{\"type\":\"reply\"," + ID + ",\"payload\":\"no base64!\",\"encoding\":\"base64\"}",
            "{\"type\":\"event\",\"event\":\"service-connect\",\"time\":1,\"index\":2,\"instance\":[],\"methods\":\"m\"}")
            .map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }

    @Override
    public void accept(final byte[] input) {
        assertEquals(transcript(input, (byte)0), transcript(input, (byte)'"'));
        transcript(input, (byte)'}');
    }

    private static String transcript(final byte[] input, final byte guard) {
        final byte[] bytes = new byte[input.length + 2 * GUARD_BYTES];
        Arrays.fill(bytes, guard);
        System.arraycopy(input, 0, bytes, GUARD_BYTES, input.length);
        final HeardText heard = new HeardText();
        final JsonAdapter adapter = new JsonAdapter(heard, heard);
        int from = GUARD_BYTES;
        for (int at = from; at <= GUARD_BYTES + input.length; at++) {
            if (at == GUARD_BYTES + input.length || bytes[at] == '\n') {
                if (at > from) {
                    adapter.onLine(bytes, from, at - from);
                }
                from = at + 1;
            }
        }
        return heard.text.toString();
    }
}
