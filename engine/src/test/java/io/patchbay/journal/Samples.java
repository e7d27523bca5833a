package io.patchbay.journal;

import io.patchbay.engine.input.AuthorizedInput;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.ClockLeapInput;
import io.patchbay.engine.input.DeliveryFailedInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.Inputs;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RecordKind;
import io.patchbay.engine.input.RefusedInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.ServicesInput;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.engine.input.SessionOpenedInput;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.engine.input.StatusInput;
import io.patchbay.engine.input.TickInput;
import io.patchbay.engine.input.UnregisterInput;
import io.patchbay.engine.input.WithheldInput;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.ErrorCode;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Records of every kind for the tests of the journal, with values at the limits, and a way to compare what was written with what
 * was read.
 */
public final class Samples {
    static final String JSON = "{\"a\":[1,2.50,-0,1e3,null,true],\"s\":\"a \\u0000 \\\" é 漢 😀\",\"a\":{ \"inner\" : \"twice\" }}";

    private Samples() {
    }

    /** Returns one or more records of every kind. */
    public static List<Input> all() {
        final List<Input> all = new ArrayList<>();
        all.addAll(settings());
        all.addAll(gateways());
        all.addAll(sessions());
        all.addAll(registrations());
        all.addAll(messages());
        all.addAll(replies());
        all.addAll(events());
        all.addAll(others());
        return all;
    }

    /** Returns a message as a client might send it. */
    public static MessageInput message(final int payloadBytes) {
        final MessageInput in = new MessageInput();
        in.from = 0x4f6800000003L;
        in.idHi = 0x123456789abc4defL;
        in.idLo = 0x8123456789abcdefL;
        put(in.destination, "pricing:quote");
        put(in.responder, "quoted");
        put(in.payload, '"' + "x".repeat(payloadBytes - 2) + '"');
        return in;
    }

    /** Returns the values of a record by field name, comparable and printable. */
    public static Map<String, String> fields(final Input in) {
        final Map<String, String> fields = new TreeMap<>();
        fields.put("kind", in.kind().wireName());
        try {
            for (final Field field : in.getClass().getFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    fields.put(field.getName(), text(field.get(in)));
                }
            }
        } catch (final IllegalAccessException e) {
            throw new AssertionError(e);
        }
        return fields;
    }

    public static void put(final UnsafeBuffer buffer, final String text) {
        buffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] bytes(final DirectBuffer buffer) {
        final byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    /** Passes an input to the method of its kind. */
    public static void apply(final Input in, final Inputs inputs) {
        in.applyTo(inputs);
    }

    private static String text(final Object value) {
        return value instanceof DirectBuffer ? Arrays.toString(bytes((DirectBuffer)value)) : String.valueOf(value);
    }

    private static List<Input> settings() {
        final SettingsInput usual = new SettingsInput();
        usual.defaultTimeoutMs = 30_000;
        usual.drainMs = 5_000;
        usual.duplicateWindowMs = 600_000;
        usual.maxEndedIds = 4_194_304;
        usual.maxOpenPerAsker = 65_536;
        usual.maxOpenPerInstance = 255;
        usual.rejoinGraceMs = 10_000;
        usual.rejoinServiceBytes = 4 << 20;
        usual.rejoinTotalBytes = 64 << 20;
        final SettingsInput extreme = new SettingsInput();
        extreme.defaultTimeoutMs = Integer.MAX_VALUE;
        extreme.drainMs = Integer.MIN_VALUE;
        extreme.duplicateWindowMs = Long.MAX_VALUE;
        extreme.maxEndedIds = 127;
        extreme.maxOpenPerAsker = 128;
        extreme.maxOpenPerInstance = 65_535;
        extreme.rejoinGraceMs = Integer.MIN_VALUE;
        extreme.rejoinServiceBytes = Long.MAX_VALUE;
        extreme.rejoinTotalBytes = Long.MIN_VALUE;
        return List.of(usual, extreme, new SettingsInput());
    }

    private static List<Input> gateways() {
        final GatewayStartedInput started = new GatewayStartedInput();
        started.name = "höst/4711";
        started.slot = 63;
        final GatewayLostInput lost = new GatewayLostInput();
        lost.gateway = 0x4f6800000001L;
        final GatewayLostInput orderly = new GatewayLostInput();
        orderly.gateway = -1;
        orderly.orderly = true;
        return List.of(started, new GatewayStartedInput(), lost, orderly);
    }

    private static List<Input> sessions() {
        final SessionOpenedInput opened = new SessionOpenedInput();
        opened.gateway = 0x4f6800000001L;
        opened.session = "s-9f8e7d6c5b4a";
        opened.transport = "websocket";
        opened.remote = "[2001:db8::1]:65535";
        final SessionClosedInput closed = new SessionClosedInput();
        closed.session = 0x4f6800000002L;
        closed.instance = 0x4f6800000003L;
        closed.reason = DisconnectReason.GATEWAY_LOST;
        final SessionClosedInput never = new SessionClosedInput();
        never.session = Long.MAX_VALUE;
        final AuthorizedInput authorized = new AuthorizedInput();
        authorized.session = 0x4f6800000002L;
        authorized.principal = "Łukasz";
        final RefusedInput refused = new RefusedInput();
        refused.session = 0x4f6800000002L;
        refused.principal = "p".repeat(300);
        refused.remote = "10.0.0.1:1";
        refused.code = ErrorCode.UNAUTHORIZED;
        refused.what = "register pricing: \"not allowed\"\nsecond line";
        refused.uncounted = 1L << 40;
        return List.of(opened, closed, never, authorized, refused, new RefusedInput());
    }

    private static List<Input> registrations() {
        final RegistrationInput service = new RegistrationInput();
        service.session = 0x4f6800000002L;
        service.gateway = 0x4f6800000001L;
        service.principal = "anonymous";
        service.name = "pricing";
        service.version = "1.0.0-rc.1+build.7";
        service.methods.addAll(List.of("quote", "cancel"));
        service.listen.addAll(List.of("service-online", "rates:tick", "rates:*"));
        service.choose = Choose.LEAST_PENDING;
        service.acks = true;
        service.aeron = "udp";
        final RegistrationInput consumer = new RegistrationInput();
        consumer.session = 1;
        consumer.gateway = 2;
        consumer.principal = "p";
        consumer.name = "Z";
        consumer.version = "0.0.0";
        final RegistrationInput largest = new RegistrationInput();
        largest.name = "n".repeat(64);
        largest.version = "1.0.0-" + "v".repeat(122);
        for (int i = 0; i < 1_024; i++) {
            largest.methods.add("m".repeat(60) + i % 10_000);
            largest.listen.add("n".repeat(64) + ':' + "e".repeat(60) + i);
        }
        return List.of(service, consumer, largest);
    }

    private static List<Input> messages() {
        final MessageInput full = message(40);
        put(full.destination, "pricing@1.4.2-rc.1+b:quote");
        put(full.key, "ключ");
        put(full.traceparent, "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        full.timeoutMs = 86_400_000;
        full.ack = true;
        put(full.payload, JSON);
        final MessageInput oneWay = message(40);
        oneWay.responder.wrap(0, 0);
        oneWay.timeoutMs = 1;
        put(oneWay.payload, "null");
        final MessageInput large = message(1 << 20);
        final MessageInput binary = message(40);
        binary.encoding = Encoding.BINARY;
        binary.payload.wrap(allBytes());
        final MessageInput emptyBinary = message(40);
        emptyBinary.encoding = Encoding.BINARY;
        emptyBinary.payload.wrap(0, 0);
        final MessageInput extreme = message(31);
        extreme.from = Long.MIN_VALUE;
        extreme.idHi = -1;
        extreme.idLo = -1;
        final MessageInput text32 = message(32);
        text32.idHi = 0;
        text32.idLo = 0;
        return List.of(full, oneWay, large, binary, emptyBinary, extreme, text32, message(127), message(128), message(16_384));
    }

    private static List<Input> replies() {
        final ReplyInput plain = new ReplyInput();
        plain.from = 0x4f6800000003L;
        plain.idHi = 1;
        plain.idLo = 2;
        put(plain.payload, JSON);
        final ReplyInput more = new ReplyInput();
        more.from = 0x4f6800000003L;
        more.more = true;
        more.ack = true;
        more.encoding = Encoding.BINARY;
        more.payload.wrap(allBytes());
        final ReplyInput error = new ReplyInput();
        error.error = true;
        put(error.errorCode, "out-of-stock");
        put(error.errorMessage, "nichts übrig 😀 \"quoted\"");
        final ReplyInput emptyError = new ReplyInput();
        emptyError.error = true;
        return List.of(plain, more, error, emptyError);
    }

    private static List<Input> events() {
        final BroadcastInput named = new BroadcastInput();
        named.from = 5;
        named.hasId = true;
        named.idHi = 0xfedcba9876543210L;
        named.idLo = 0x0123456789abcdefL;
        named.ack = true;
        put(named.payload, "[ ]");
        final BroadcastInput binary = new BroadcastInput();
        binary.encoding = Encoding.BINARY;
        binary.payload.wrap(new byte[] {0});
        final EmitInput emit = new EmitInput();
        emit.from = 6;
        emit.ack = true;
        put(emit.event, "tick");
        put(emit.payload, "-0.0e-10");
        return List.of(named, binary, emit);
    }

    private static List<Input> others() {
        final ServicesInput services = new ServicesInput();
        services.from = 7;
        put(services.service, "pricing");
        final StatusInput status = new StatusInput();
        status.from = 8;
        status.idHi = 0x4000L;
        status.idLo = 0x8000000000000000L;
        final UnregisterInput unregister = new UnregisterInput();
        unregister.from = 9;
        final WithheldInput withheld = new WithheldInput();
        withheld.request = 10;
        withheld.instance = 11;
        final DeliveryFailedInput failed = new DeliveryFailedInput();
        failed.instance = 12;
        failed.reason = DisconnectReason.SLOW_CONSUMER;
        final CheckpointInput checkpoint = new CheckpointInput();
        checkpoint.at = 0x4f6800000001L;
        checkpoint.hash = 0x8000_0000_dead_beefL;
        checkpoint.records = 1L << 33;
        final ClockLeapInput leap = new ClockLeapInput();
        leap.wallNs = 1_795_348_800_000_000_001L;
        leap.leapNs = -3_600_000_000_000L;
        return List.of(services, new ServicesInput(), status, unregister, new TickInput(), withheld, failed, checkpoint, leap);
    }

    private static byte[] allBytes() {
        final byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte)i;
        }
        return bytes;
    }

    /** Asserts that there is a record of every kind. */
    static void requireEveryKind(final List<Input> records) {
        for (final RecordKind kind : RecordKind.values()) {
            if (records.stream().noneMatch(in -> in.kind() == kind)) {
                throw new AssertionError("no sample of " + kind.wireName());
            }
        }
    }
}
