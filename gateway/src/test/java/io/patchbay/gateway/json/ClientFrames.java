package io.patchbay.gateway.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Frames of every type that a client may send, ordinary and extreme, for tests to damage.
 */
public final class ClientFrames {
    private static final String ID = "\"id\":\"6f1c2f4e-8f63-4f0e-9d7a-0123456789ab\"";

    private ClientFrames() {
    }

    /**
     * Returns all frames.
     *
     * @return without line ends.
     */
    public static List<byte[]> all() {
        return Stream.of(
            "{\"type\":\"message\"," + ID + ",\"destination\":\"pricing@1.4:quote\",\"responder\":\"onQuote\","
                + "\"payload\":{\"pair\":\"EURUSD\",\"qty\":[1.5e3,-0,0.25,1E+2],\"t\":true,\"n\":null}}",
            "{\"type\":\"message\"," + ID + ",\"destination\":\"a@1.4.2-rc.1+b:quote\",\"consumer\":\"shop\","
                + "\"key\":\"k\\u00e9\","
                + "\"traceparent\":\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\",\"timeoutMs\":86400000,"
                + "\"ack\":true}",
            "{\"payload\" : [ 1 , { \"a\" : \"\\u20ac\\ud83d\\ude00\\n\" } , [ ] , { } ] ," + ID + ",\"type\":\"reply\"}",
            "{\"type\":\"reply\"," + ID + ",\"error\":{\"code\":\"empty\","
                + "\"message\":\"no \u20ac \ud83d\ude00 \u00e9\"},\"more\":false}",
            "{\"type\":\"reply\"," + ID + ",\"error\":{\"c\\u006fde\":\"a\",\"message\":\"\",\"x\":{\"code\":1}},"
                + "\"payload\":null}",
            "{\"type\":\"emit\",\"event\":\"tick\",\"payload\":\"0123456789abcdef\\\\\\\"\u00e9\u20ac\",\"ack\":true}",
            "{\"type\":\"ping\",\"x\":[[[[{\"y\":[[]]}]]]],\"z\":{\"false\":false}}",
            "{\"t\\u0079pe\":\"broadcast\",\"payload\":-12.50e-3,\"key\":\"k\"}",
            "{\"type\":\"broadcast\"," + ID + ",\"payload\":{\"a\":\r\n\"b\"\n,\"a\":\t1}}",
            "{\"type\":\"services\",\"service\":\"pricing\"}",
            "{\"type\":\"status\"," + ID.toUpperCase().replace("ID", "id") + "}",
            "{\"type\":\"unregister\"}", "{\"type\":\"pong\"}",
            "{\"type\":\"authorize\",\"token\":\"shop.\\\"\\u0000\"}",
            "{\"type\":\"register\",\"name\":\"pricing\",\"version\":\"1.4.2\",\"methods\":[\"quote\",\"c\\u0061ncel\"],"
                + "\"listen\":[\"service-online\",\"rates:tick\",\"rates:*\",\"rates:*\"],"
                + "\"choose\":\"least-pending\",\"acks\":true}",
            "{\"type\":\"register\",\"name\":\"a\",\"version\":\"1.0.0\",\"aeron\":{\"media\":\"udp\","
                + "\"endpoint\":\"[::1]:9000\"}}",
            "{\"type\":\"register\",\"name\":\"a\",\"version\":\"1.0.0\",\"aeron\":{\"media\":\"ipc\","
                + "\"endpoint\":null},\"listen\":[]}",
            "{\"type\":\"ping\",\"payload\":" + "[".repeat(511) + "]".repeat(511) + "}",
            "{\"type\":\"ping\",\"payload\":" + "{\"a\":".repeat(512) + "1" + "}".repeat(512) + "}",
            "{\"type\":\"emit\",\"event\":\"" + "e".repeat(64) + "\",\"payload\":" + "9".repeat(1_100) + "}",
            "{\"type\":\"message\"," + ID + ",\"destination\":\"" + "s".repeat(64) + ":" + "m".repeat(64) + "\",\"key\":\""
                + "\u00e9".repeat(128) + "\"}",
            "{\"type\":\"broadcast\",\"payload\":\"\ud800\udc00\udbff\udfff\ud7ff\ue000\uffff\u0080\u07ff\u0800\"}",
            "{\"type\":\"ping\"}{\"type\":\"ping\"}", "[]", "\ufeff{}", "{}", " { } ", "null", "1", "\"a\"")
            .map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    }
}
