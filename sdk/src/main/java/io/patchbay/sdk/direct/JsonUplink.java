package io.patchbay.sdk.direct;

import io.patchbay.protocol.Encoding;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;

/**
 * The uplink that writes frames as JSON lines, directly into the socket's buffer (PROTOCOL.md, "Messages and replies"). Allocates
 * nothing for a frame.
 */
final class JsonUplink implements Uplink {
    /** Room for everything that is neither text nor payload: literals, ids, numbers. */
    private static final int FIXED_BYTES = 256;
    private static final byte[] MESSAGE = ascii("{\"type\":\"message\",\"id\":\"");
    private static final byte[] REPLY = ascii("{\"type\":\"reply\",\"id\":\"");
    private static final byte[] BROADCAST = ascii("{\"type\":\"broadcast\",\"id\":\"");
    private static final byte[] EMIT = ascii("{\"type\":\"emit\"");
    private static final byte[] STATUS = ascii("{\"type\":\"status\",\"id\":\"");
    private static final byte[] SERVICES = ascii("{\"type\":\"services\"");
    private static final byte[] UNREGISTER = ascii("{\"type\":\"unregister\"}");
    private static final byte[] DESTINATION = ascii(",\"destination\":\"");
    private static final byte[] RESPONDER = ascii(",\"responder\":\"");
    private static final byte[] KEY = ascii(",\"key\":\"");
    private static final byte[] TRACEPARENT = ascii(",\"traceparent\":\"");
    private static final byte[] TIMEOUT_MS = ascii(",\"timeoutMs\":");
    private static final byte[] MORE = ascii(",\"more\":true");
    private static final byte[] ACK = ascii(",\"ack\":true");
    private static final byte[] PAYLOAD = ascii(",\"payload\":");
    private static final byte[] EVENT = ascii(",\"event\":\"");
    private static final byte[] SERVICE = ascii(",\"service\":\"");
    private static final byte[] ERROR_CODE = ascii(",\"error\":{\"code\":\"");
    private static final byte[] ERROR_MESSAGE = ascii("\",\"message\":\"");
    private static final byte[] ERROR_END = ascii("\"}}");
    private static final byte[] END = ascii("}");

    private final JsonFrameWriter out = new JsonFrameWriter();
    private final LineSocket socket;
    private final int maxFrameBytes;

    JsonUplink(final LineSocket socket, final int maxFrameBytes) {
        this.socket = socket;
        this.maxFrameBytes = maxFrameBytes;
    }

    private static byte[] ascii(final String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Sent message(final long idHi, final long idLo, final DirectBuffer destination, final DirectBuffer responder,
        final DirectBuffer key, final DirectBuffer traceparent, final int timeoutMs, final boolean ack, final byte encoding,
        final DirectBuffer payload, final int offset, final int length) {
        requireJson(encoding);
        if (length > maxFrameBytes) {
            return Sent.TOO_LARGE;
        }
        begin(destination.capacity() + responder.capacity() + key.capacity() + traceparent.capacity(), length);
        out.literal(MESSAGE).id(idHi, idLo).optional(DESTINATION, destination).optional(RESPONDER, responder)
            .optional(KEY, key).optional(TRACEPARENT, traceparent);
        if (timeoutMs > 0) {
            out.literal(TIMEOUT_MS).number(timeoutMs);
        }
        return payload(ack, payload, offset, length);
    }

    @Override
    public Sent reply(final long idHi, final long idLo, final boolean more, final byte encoding, final DirectBuffer payload,
        final int offset, final int length) {
        requireJson(encoding);
        if (length > maxFrameBytes) {
            return Sent.TOO_LARGE;
        }
        begin(0, length);
        out.literal(REPLY).id(idHi, idLo);
        if (more) {
            out.literal(MORE);
        }
        return payload(false, payload, offset, length);
    }

    @Override
    public Sent replyError(final long idHi, final long idLo, final DirectBuffer code, final DirectBuffer message) {
        if (code.capacity() + message.capacity() > maxFrameBytes) {
            return Sent.TOO_LARGE;
        }
        begin(code.capacity() + message.capacity(), 0);
        out.literal(REPLY).id(idHi, idLo).literal(ERROR_CODE).text(code).literal(ERROR_MESSAGE).text(message).literal(ERROR_END);
        return send();
    }

    @Override
    public Sent broadcast(final long idHi, final long idLo, final boolean ack, final byte encoding, final DirectBuffer payload,
        final int offset, final int length) {
        requireJson(encoding);
        if (length > maxFrameBytes) {
            return Sent.TOO_LARGE;
        }
        begin(0, length);
        out.literal(BROADCAST).id(idHi, idLo);
        return payload(ack, payload, offset, length);
    }

    @Override
    public Sent emit(final DirectBuffer event, final boolean ack, final byte encoding, final DirectBuffer payload,
        final int offset, final int length) {
        requireJson(encoding);
        if (length > maxFrameBytes) {
            return Sent.TOO_LARGE;
        }
        begin(event.capacity(), length);
        out.literal(EMIT).optional(EVENT, event);
        return payload(ack, payload, offset, length);
    }

    @Override
    public Sent services(final DirectBuffer service) {
        begin(service.capacity(), 0);
        out.literal(SERVICES).optional(SERVICE, service).literal(END);
        return send();
    }

    @Override
    public Sent status(final long idHi, final long idLo) {
        begin(0, 0);
        out.literal(STATUS).id(idHi, idLo).literal(END);
        return send();
    }

    @Override
    public Sent unregister() {
        begin(0, 0);
        out.literal(UNREGISTER);
        return send();
    }

    private static void requireJson(final byte encoding) {
        if (encoding != Encoding.JSON) {
            throw new IllegalArgumentException("a binary payload needs Aeron: over TCP a payload is JSON");
        }
    }

    /** Claims room for a frame, enough even if every byte of its text needs an escape. */
    private void begin(final int textBytes, final int payloadBytes) {
        final int offset = socket.claim(FIXED_BYTES + JsonFrameWriter.MAX_ESCAPE_LENGTH * textBytes + payloadBytes);
        out.wrap(socket.claimed(), offset);
    }

    private Sent payload(final boolean ack, final DirectBuffer payload, final int offset, final int length) {
        if (ack) {
            out.literal(ACK);
        }
        if (length > 0) {
            out.literal(PAYLOAD).raw(payload, offset, length);
        }
        out.literal(END);
        return send();
    }

    private Sent send() {
        if (out.length() > maxFrameBytes) {
            return Sent.TOO_LARGE;
        }
        return socket.commit(out.length()) ? Sent.OK : Sent.BACK_PRESSURED;
    }
}
