package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RefusedInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.ServicesInput;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.gateway.json.JacksonOracle;
import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.Limits;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.regex.Pattern;

/**
 * Checks what every record of a gateway must satisfy, whatever clients have sent. One thread.
 */
final class WellFormed {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");
    private static final Pattern VERSION = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+([-+][0-9A-Za-z.+-]+)?");
    private static final Pattern DESTINATION = Pattern.compile(NAME + "(@[0-9][0-9A-Za-z.+-]{0,127})?:" + NAME);

    private final JacksonOracle oracle = new JacksonOracle();
    private final int maxFrameBytes;

    WellFormed(final int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    void check(final Input in) {
        if (in instanceof MessageInput message) {
            matches(DESTINATION, message.destination);
            optional(message.responder);
            text(message.key, Limits.MAX_KEY_BYTES);
            text(message.traceparent, Limits.MAX_TRACEPARENT_BYTES);
            assertTrue(message.timeoutMs >= 0 && message.timeoutMs <= Limits.MAX_TIMEOUT_MS, "timeoutMs");
            payload(message.encoding, message.payload);
            assertTrue(message.from != 0);
        } else if (in instanceof ReplyInput reply) {
            if (reply.error) {
                text(reply.errorCode, maxFrameBytes);
                text(reply.errorMessage, maxFrameBytes);
            } else {
                payload(reply.encoding, reply.payload);
            }
            assertTrue(reply.from != 0);
        } else if (in instanceof BroadcastInput broadcast) {
            payload(broadcast.encoding, broadcast.payload);
            assertTrue(broadcast.from != 0);
        } else if (in instanceof EmitInput emit) {
            matches(NAME, emit.event);
            payload(emit.encoding, emit.payload);
            assertTrue(emit.from != 0);
        } else if (in instanceof ServicesInput services) {
            optional(services.service);
        } else if (in instanceof RegistrationInput registration) {
            assertTrue(NAME.matcher(registration.name).matches(), registration.name);
            assertTrue(VERSION.matcher(registration.version).matches(), registration.version);
            assertTrue(registration.methods.size() <= Limits.MAX_METHODS);
            assertEquals(registration.methods.size(), new HashSet<>(registration.methods).size());
            registration.methods.forEach(method -> assertTrue(NAME.matcher(method).matches(), method));
            assertTrue(registration.choose != null);
        } else if (in instanceof SessionClosedInput closed) {
            assertTrue(closed.reason != null);
        } else if (in instanceof RefusedInput refused) {
            assertTrue(refused.code != null);
        }
    }

    private void optional(final DirectBuffer name) {
        if (name.capacity() > 0) {
            matches(NAME, name);
        }
    }

    private static void matches(final Pattern pattern, final DirectBuffer text) {
        final String latin = new String(bytes(text), StandardCharsets.ISO_8859_1);
        assertTrue(pattern.matcher(latin).matches(), latin);
    }

    private void text(final DirectBuffer text, final int maxBytes) {
        assertTrue(text.capacity() <= maxBytes);
        assertTrue(oracle.isUtf8(bytes(text)));
    }

    private void payload(final byte encoding, final DirectBuffer payload) {
        assertTrue(encoding == Encoding.JSON || encoding == Encoding.BINARY, "encoding");
        assertTrue(payload.capacity() <= maxFrameBytes, "a payload longer than a frame");
        if (encoding == Encoding.JSON) {
            assertTrue(oracle.isPayload(bytes(payload)), () -> new String(bytes(payload), StandardCharsets.UTF_8));
        }
    }

    private static byte[] bytes(final DirectBuffer buffer) {
        final byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
