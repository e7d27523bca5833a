package io.patchbay.sdk;

import io.patchbay.protocol.Encoding;

import org.agrona.DirectBuffer;

/**
 * Frames as JSON lines on the socket (contract, section 4).
 */
final class JsonUplink implements Uplink {
    private final JsonWriter writer = new JsonWriter();
    private final LineSocket socket;
    private final int maxFrameBytes;

    JsonUplink(final LineSocket socket, final int maxFrameBytes) {
        this.socket = socket;
        this.maxFrameBytes = maxFrameBytes;
    }

    @Override
    public Sent message(final long idHi, final long idLo, final DirectBuffer destination, final DirectBuffer responder,
        final DirectBuffer key, final DirectBuffer traceparent, final int timeoutMs, final boolean ack, final byte encoding,
        final DirectBuffer payload, final int offset, final int length) {
        writer.begin("message").id(idHi, idLo).optional("destination", destination).optional("responder", responder)
            .optional("key", key).optional("traceparent", traceparent);
        if (timeoutMs > 0) {
            writer.field("timeoutMs", timeoutMs);
        }
        return payload(ack, encoding, payload, offset, length);
    }

    @Override
    public Sent reply(final long idHi, final long idLo, final boolean more, final byte encoding, final DirectBuffer payload,
        final int offset, final int length) {
        writer.begin("reply").id(idHi, idLo);
        if (more) {
            writer.field("more", true);
        }
        return payload(false, encoding, payload, offset, length);
    }

    @Override
    public Sent replyError(final long idHi, final long idLo, final DirectBuffer code, final DirectBuffer message) {
        writer.begin("reply").id(idHi, idLo).beginObject("error").field("code", code).field("message", message).end().end();
        return send();
    }

    @Override
    public Sent broadcast(final long idHi, final long idLo, final boolean ack, final byte encoding, final DirectBuffer payload,
        final int offset, final int length) {
        writer.begin("broadcast").id(idHi, idLo);
        return payload(ack, encoding, payload, offset, length);
    }

    @Override
    public Sent emit(final DirectBuffer event, final boolean ack, final byte encoding, final DirectBuffer payload,
        final int offset, final int length) {
        writer.begin("emit").optional("event", event);
        return payload(ack, encoding, payload, offset, length);
    }

    @Override
    public Sent services(final DirectBuffer service) {
        writer.begin("services").optional("service", service).end();
        return send();
    }

    @Override
    public Sent status(final long idHi, final long idLo) {
        writer.begin("status").id(idHi, idLo).end();
        return send();
    }

    @Override
    public Sent unregister() {
        writer.begin("unregister").end();
        return send();
    }

    private Sent payload(final boolean ack, final byte encoding, final DirectBuffer payload, final int offset,
        final int length) {
        if (encoding != Encoding.JSON) {
            throw new IllegalArgumentException("a binary payload needs Aeron: over TCP a payload is JSON");
        }
        if (ack) {
            writer.field("ack", true);
        }
        if (length > 0) {
            writer.raw("payload", payload, offset, length);
        }
        writer.end();
        return send();
    }

    private Sent send() {
        if (writer.length() > maxFrameBytes) {
            return Sent.TOO_LARGE;
        }
        return socket.offer(writer.bytes(), 0, writer.length()) ? Sent.OK : Sent.BACK_PRESSURED;
    }
}
