package io.patchbay.simulation;

import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.Indexes;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Parses the lines that a gateway sends to sockets, with a parser that is not Patchbay's. */
final class DownLines {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int LOW_FROM = 19;
    private static final int LOW_DASH = 23;
    private static final int SECRET_HALF = 16;

    private final Map<String, String> fields = new HashMap<>();
    private long services;
    private long instances;
    private long instanceIds;
    private long pending;

    /** Parses one line into a frame. A line about the connection alone gets kind 0, a ping, refused or goodbye. */
    void parse(final byte[] bytes, final int from, final int length, final Down out) {
        fields.clear();
        services = 0;
        instances = 0;
        instanceIds = 0;
        pending = 0;
        try (JsonParser parser = JSON.createParser(bytes, from, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Violation("not an object: " + new String(bytes, from, length));
            }
            object(parser, "");
            if (parser.nextToken() != null) {
                throw new Violation("more than one object in a line: " + new String(bytes, from, length));
            }
        } catch (final IOException e) {
            throw new Violation("not JSON: " + new String(bytes, from, length) + ": " + e.getMessage());
        }
        out.set(new Down());
        try {
            fill(out);
        } catch (final IllegalArgumentException | NullPointerException e) {
            throw new Violation("a field is missing or wrong: " + new String(bytes, from, length) + ": " + e);
        }
        out.key = Keys.of(out.kind, out.id, out.a, out.b, out.c);
    }

    private void object(final JsonParser parser, final String path) throws IOException {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            final String name = path + parser.currentName();
            switch (parser.nextToken()) {
                case START_OBJECT -> {
                    fields.put(name, "");
                    object(parser, name + ".");
                }
                case START_ARRAY -> array(parser, name);
                default -> {
                    if (fields.put(name, parser.getText()) != null && !name.startsWith("services")) {
                        throw new Violation("twice: " + name);
                    }
                    number(name, parser);
                }
            }
        }
    }

    private void array(final JsonParser parser, final String name) throws IOException {
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                services += name.equals("services") ? 1 : 0;
                object(parser, name + ".");
            }
        }
    }

    private void number(final String name, final JsonParser parser) throws IOException {
        switch (name) {
            case "services.instances" -> instances += parser.getLongValue();
            case "services.instances.instance" -> {
                instances++;
                instanceIds += Indexes.parse(parser.getText());
            }
            case "services.instances.pending" -> pending += parser.getLongValue();
            default -> {
                // Other numbers are ordinary fields.
            }
        }
    }

    private void fill(final Down out) {
        switch (fields.get("type")) {
            case "event" -> event(fields.get("event"), out);
            case "message" -> {
                out.kind = Keys.REQUEST;
                out.a = payload();
                out.b = Keys.text(fields.get("destination")) + fields.get("consumer").charAt(0);
                final Instant deadline = Instant.parse(fields.get("deadline"));
                out.c = deadline.getEpochSecond() * 1_000_000_000L + deadline.getNano();
                out.isRequest = fields.containsKey("responder");
            }
            case "reply" -> {
                out.kind = Keys.REPLY;
                out.a = index("instance");
                out.isFinal = !fields.containsKey("more");
                out.b = (out.isFinal ? 0 : 1) | (fields.containsKey("error") ? 2 : 0);
                out.c = fields.containsKey("error") ? 0 : payload();
            }
            case "accepted" -> out.kind = Keys.ACCEPTED;
            case "services" -> {
                out.kind = Keys.SERVICES;
                out.a = instances;
                out.b = instanceIds;
                out.c = pending;
            }
            case "status" -> {
                out.kind = Keys.STATUS;
                out.a = status();
                out.b = unhandledReason();
                out.c = index("index");
            }
            case "error" -> {
                out.a = error();
                out.kind = isGatewaysOwn() ? Keys.REFUSED : Keys.FAILURE;
            }
            case "ping" -> out.kind = Keys.PING;
            default -> throw new IllegalArgumentException(fields.get("type"));
        }
        out.id = id();
        out.index = out.kind == Keys.STATUS ? 0 : index("index");
    }

    private void event(final String name, final Down out) {
        switch (name) {
            case "connect" -> out.kind = 0;
            case "registered" -> {
                out.kind = Keys.REGISTERED;
                out.target = index("instance");
                out.a = services;
                out.b = instances;
                if (fields.containsKey("aeron")) {
                    final String secret = fields.get("aeron.secret");
                    out.streamId = Integer.parseInt(fields.get("aeron.delivery.streamId"));
                    out.secretHi = Long.parseUnsignedLong(secret, 0, SECRET_HALF, 16);
                    out.secretLo = Long.parseUnsignedLong(secret, SECRET_HALF, 2 * SECRET_HALF, 16);
                }
            }
            case "disconnect" -> {
                out.kind = Keys.DISCONNECT;
                out.a = disconnectReason();
            }
            case "broadcast-message" -> {
                out.kind = Keys.BROADCAST;
                out.a = index("instance");
                out.c = payload();
            }
            case "unhandled-message" -> {
                out.kind = Keys.UNHANDLED;
                out.a = unhandledReason();
                out.b = index("request");
                out.c = index("instance");
            }
            default -> {
                final int colon = name.indexOf(':');
                if (colon < 0) {
                    out.kind = Keys.LIFECYCLE;
                    out.a = EventName.fromWire(name).ordinal();
                    out.b = index("instance");
                    out.c = disconnectReason();
                } else {
                    out.kind = Keys.CUSTOM;
                    out.a = index("instance");
                    out.b = Keys.text(name.substring(colon + 1));
                    out.c = payload();
                    if (!name.startsWith(fields.get("service") + ":")) {
                        throw new IllegalArgumentException(name);
                    }
                }
            }
        }
    }

    /**
     * Returns whether the error is the gateway's own. The engine sends errors for duplicates, and with an id for too many
     * requests.
     */
    private boolean isGatewaysOwn() {
        return error() != ErrorCode.DUPLICATE.ordinal() && (error() != ErrorCode.OVERLOADED.ordinal() || id() == 0);
    }

    private int error() {
        for (final ErrorCode code : ErrorCode.values()) {
            if (code.wireName().equals(fields.get("code"))) {
                return code.ordinal();
            }
        }
        throw new IllegalArgumentException(fields.get("code"));
    }

    private int status() {
        for (final RequestStatus status : RequestStatus.values()) {
            if (status.wireName().equals(fields.get("status"))) {
                return status.ordinal();
            }
        }
        throw new IllegalArgumentException(fields.get("status"));
    }

    private int unhandledReason() {
        for (final UnhandledReason reason : UnhandledReason.values()) {
            if (reason.wireName().equals(fields.get("reason"))) {
                return reason.ordinal();
            }
        }
        return -1;
    }

    private int disconnectReason() {
        for (final DisconnectReason reason : DisconnectReason.values()) {
            if (reason.wireName().equals(fields.get("reason"))) {
                return reason.ordinal();
            }
        }
        return -1;
    }

    private long index(final String name) {
        final String text = fields.get(name);
        return text == null ? 0 : Indexes.parse(text);
    }

    private long id() {
        final String text = fields.get("id");
        if (text == null) {
            return 0;
        }
        final long high = Long.parseUnsignedLong(text.substring(0, LOW_FROM).replace("-", ""), 16);
        if (high != World.ID_HI) {
            throw new IllegalArgumentException(text);
        }
        return Long.parseUnsignedLong(text.substring(LOW_FROM, LOW_DASH) + text.substring(LOW_DASH + 1), 16);
    }

    private long payload() {
        final String text = fields.get("payload");
        long digits = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            digits = digits << Byte.SIZE | text.charAt(i);
        }
        return text.length() == Long.BYTES ? digits : text.length();
    }
}
