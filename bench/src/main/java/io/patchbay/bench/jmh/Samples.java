package io.patchbay.bench.jmh;

import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.gateway.json.FrameScanner;
import io.patchbay.protocol.Encoding;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * The frames that the benchmarks work on: a request and its reply with about a hundred bytes of payload.
 */
public final class Samples {
    static final String ID = "6f1c2f4e-8f63-4f0e-9d7a-0123456789ab";
    public static final String PAYLOAD = "{\"pair\":\"EURUSD\",\"side\":\"buy\",\"quantity\":1000000,\"limit\":1.0875,"
        + "\"account\":\"desk-7\",\"note\":\"good\"}";
    static final String MESSAGE = "{\"type\":\"message\",\"id\":\"" + ID + "\",\"destination\":\"pricing:quote\","
        + "\"responder\":\"onQuote\",\"payload\":" + PAYLOAD + "}";
    static final String REPLY = "{\"type\":\"reply\",\"id\":\"" + ID + "\",\"payload\":" + PAYLOAD + "}";

    private Samples() {
    }

    static UnsafeBuffer utf8(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Copies a scanned message into a record, as a gateway does. */
    static MessageInput fill(final MessageInput in, final FrameScanner scanner, final long from) {
        in.from = from;
        in.idHi = scanner.idHi();
        in.idLo = scanner.idLo();
        in.destination.wrap(scanner.destination());
        in.responder.wrap(scanner.responder());
        in.key.wrap(scanner.key());
        in.traceparent.wrap(scanner.traceparent());
        in.timeoutMs = scanner.timeoutMs();
        in.ack = scanner.ack();
        in.encoding = Encoding.JSON;
        in.payload.wrap(scanner.payload());
        return in;
    }

    static MessageInput message(final long from) {
        final MessageInput in = new MessageInput();
        in.from = from;
        in.destination.wrap(utf8("pricing:quote"));
        in.responder.wrap(utf8("onQuote"));
        in.payload.wrap(utf8(PAYLOAD));
        return in;
    }

    static ReplyInput reply(final long from) {
        final ReplyInput in = new ReplyInput();
        in.from = from;
        in.payload.wrap(utf8(PAYLOAD));
        return in;
    }
}
