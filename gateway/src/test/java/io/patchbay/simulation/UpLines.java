package io.patchbay.simulation;

import io.patchbay.engine.input.RegistrationInput;

import org.agrona.DirectBuffer;

import java.util.List;

/** Encodes a client's frames as lines of JSON. */
final class UpLines {
    private static final String ID_PREFIX = String.format("%08x-%04x-%04x-", World.ID_HI >>> 32, World.ID_HI >>> 16 & 0xffff,
        World.ID_HI & 0xffff);

    private final StringBuilder text = new StringBuilder();

    /** Returns the line, without its end. */
    StringBuilder write(final Up up, final RegistrationInput registration) {
        text.setLength(0);
        switch (up.kind) {
            case Up.REGISTER -> register(registration);
            case Up.MESSAGE -> {
                type("message").id(up.id).field("destination", FrameTexts.DESTINATIONS[up.word]);
                if (up.has(Up.HAS_RESPONDER)) {
                    field("responder", FrameTexts.RESPONDER);
                }
                if (up.key != 0) {
                    field("key", FrameTexts.KEYS[up.key]);
                }
                if (up.timeoutMs != 0) {
                    text.append(",\"timeoutMs\":").append(up.timeoutMs);
                }
                ack(up).payload(up.payload);
            }
            case Up.REPLY -> {
                type("reply").id(up.id).ack(up);
                if (up.has(Up.MORE)) {
                    text.append(",\"more\":true");
                }
                if (up.has(Up.ERROR)) {
                    text.append(",\"error\":{\"code\":\"").append(string(FrameTexts.ERROR_CODE)).append("\",\"message\":\"\"}");
                } else {
                    payload(up.payload);
                }
            }
            case Up.BROADCAST -> {
                type("broadcast");
                if (up.id != 0) {
                    id(up.id);
                }
                ack(up).payload(up.payload);
            }
            case Up.EMIT -> type("emit").field("event", FrameTexts.EVENT_NAMES[up.word]).ack(up).payload(up.payload);
            case Up.SERVICES -> {
                type("services");
                if (up.word != 0) {
                    field("service", FrameTexts.NAME_TEXTS[up.word]);
                }
            }
            case Up.STATUS -> type("status").id(up.id);
            case Up.UNREGISTER -> type("unregister");
            case Up.PONG -> type("pong");
            default -> throw new IllegalStateException("not by a socket: " + up.kind);
        }
        return text.append('}');
    }

    private void register(final RegistrationInput in) {
        type("register");
        text.append(",\"name\":\"").append(in.name).append("\",\"version\":\"").append(in.version).append('"');
        list("methods", in.methods);
        list("listen", in.listen);
        text.append(",\"choose\":\"").append(in.choose.wireName()).append("\",\"acks\":").append(in.acks);
        if (!in.aeron.isEmpty()) {
            text.append(",\"aeron\":{\"media\":\"").append(in.aeron).append("\"}");
        }
    }

    private UpLines type(final String type) {
        text.append("{\"type\":\"").append(type).append('"');
        return this;
    }

    private UpLines id(final long low) {
        text.append(",\"id\":\"").append(ID_PREFIX);
        for (int shift = 60; shift >= 0; shift -= 4) {
            text.append(Character.forDigit((int)(low >>> shift) & 0xf, 16));
            if (shift == 48) {
                text.append('-');
            }
        }
        text.append('"');
        return this;
    }

    private UpLines field(final String name, final DirectBuffer value) {
        text.append(",\"").append(name).append("\":\"").append(string(value)).append('"');
        return this;
    }

    private void list(final String name, final List<String> values) {
        text.append(",\"").append(name).append("\":[");
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "\"" : ",\"").append(values.get(i)).append('"');
        }
        text.append(']');
    }

    private UpLines ack(final Up up) {
        if (up.has(Up.ACK)) {
            text.append(",\"ack\":true");
        }
        return this;
    }

    private void payload(final long digits) {
        text.append(",\"payload\":");
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            text.append((char)(digits >>> shift & 0xff));
        }
    }

    private static String string(final DirectBuffer value) {
        return value.getStringWithoutLengthAscii(0, value.capacity());
    }
}
