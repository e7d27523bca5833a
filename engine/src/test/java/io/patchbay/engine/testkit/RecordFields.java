package io.patchbay.engine.testkit;

import io.patchbay.engine.input.AuthorizedInput;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.engine.input.ClockLeapInput;
import io.patchbay.engine.input.DeliveryFailedInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.Input;
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
import io.patchbay.engine.input.UnregisterInput;
import io.patchbay.engine.input.WithheldInput;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.ErrorCode;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.function.ToLongFunction;

/** The fields of records in the text of golden files, by kind of record. */
final class RecordFields {
    private static final Map<RecordKind, Fields<? extends Input>> BY_KIND = new EnumMap<>(RecordKind.class);

    static {
        put(RecordKind.SETTINGS, new Fields<SettingsInput>()
            .number("defaultTimeoutMs", (in, value) -> in.defaultTimeoutMs = (int)value)
            .number("drainMs", (in, value) -> in.drainMs = (int)value)
            .number("duplicateWindowMs", (in, value) -> in.duplicateWindowMs = value)
            .number("maxEndedIds", (in, value) -> in.maxEndedIds = (int)value)
            .number("maxOpenPerAsker", (in, value) -> in.maxOpenPerAsker = (int)value)
            .number("maxOpenPerInstance", (in, value) -> in.maxOpenPerInstance = (int)value)
            .number("rejoinGraceMs", (in, value) -> in.rejoinGraceMs = (int)value)
            .number("rejoinServiceBytes", (in, value) -> in.rejoinServiceBytes = value)
            .number("rejoinTotalBytes", (in, value) -> in.rejoinTotalBytes = value));
        put(RecordKind.GATEWAY_STARTED, new Fields<GatewayStartedInput>()
            .text("name", (in, value) -> in.name = value)
            .number("slot", (in, value) -> in.slot = (int)value));
        put(RecordKind.GATEWAY_LOST, new Fields<GatewayLostInput>()
            .number("gateway", (in, value) -> in.gateway = value)
            .flag("orderly", (in, value) -> in.orderly = value));
        put(RecordKind.SESSION_OPENED, new Fields<SessionOpenedInput>()
            .number("gateway", (in, value) -> in.gateway = value)
            .text("session", (in, value) -> in.session = value)
            .text("transport", (in, value) -> in.transport = value)
            .text("remote", (in, value) -> in.remote = value));
        put(RecordKind.SESSION_CLOSED, new Fields<SessionClosedInput>()
            .number("session", (in, value) -> in.session = value)
            .number("instance", (in, value) -> in.instance = value)
            .text("reason", (in, value) -> in.reason = DisconnectReason.fromWire(value)));
        put(RecordKind.AUTHORIZED, new Fields<AuthorizedInput>()
            .number("session", (in, value) -> in.session = value)
            .text("principal", (in, value) -> in.principal = value));
        put(RecordKind.REFUSED, new Fields<RefusedInput>()
            .number("session", (in, value) -> in.session = value)
            .text("principal", (in, value) -> in.principal = value)
            .text("remote", (in, value) -> in.remote = value)
            .text("code", (in, value) -> in.code = ErrorCode.fromWire(value))
            .text("what", (in, value) -> in.what = value)
            .number("uncounted", (in, value) -> in.uncounted = value));
        put(RecordKind.REGISTRATION, new Fields<RegistrationInput>()
            .number("session", (in, value) -> in.session = value)
            .number("gateway", (in, value) -> in.gateway = value)
            .text("principal", (in, value) -> in.principal = value)
            .text("name", (in, value) -> in.name = value)
            .text("version", (in, value) -> in.version = value)
            .list("methods", in -> in.methods)
            .list("listen", in -> in.listen)
            .text("choose", (in, value) -> in.choose = Choose.fromWire(value))
            .flag("acks", (in, value) -> in.acks = value)
            .text("aeron", (in, value) -> in.aeron = value));
        put(RecordKind.MESSAGE, new Fields<MessageInput>()
            .number("from", (in, value) -> in.from = value)
            .number("id", (in, value) -> in.idLo = value)
            .bytes("destination", in -> in.destination)
            .bytes("responder", in -> in.responder)
            .bytes("key", in -> in.key)
            .bytes("traceparent", in -> in.traceparent)
            .number("timeoutMs", (in, value) -> in.timeoutMs = (int)value)
            .flag("ack", (in, value) -> in.ack = value)
            .text("encoding", (in, value) -> in.encoding = encoding(value))
            .bytes("payload", in -> in.payload));
        put(RecordKind.REPLY, new Fields<ReplyInput>()
            .number("from", (in, value) -> in.from = value)
            .number("id", (in, value) -> in.idLo = value)
            .flag("more", (in, value) -> in.more = value)
            .flag("error", (in, value) -> in.error = value)
            .flag("ack", (in, value) -> in.ack = value)
            .bytes("errorCode", in -> in.errorCode)
            .bytes("errorMessage", in -> in.errorMessage)
            .text("encoding", (in, value) -> in.encoding = encoding(value))
            .bytes("payload", in -> in.payload));
        put(RecordKind.BROADCAST, new Fields<BroadcastInput>()
            .number("from", (in, value) -> in.from = value)
            .number("id", (in, value) -> {
                in.idLo = value;
                in.hasId = true;
            })
            .flag("ack", (in, value) -> in.ack = value)
            .text("encoding", (in, value) -> in.encoding = encoding(value))
            .bytes("payload", in -> in.payload));
        put(RecordKind.EMIT, new Fields<EmitInput>()
            .number("from", (in, value) -> in.from = value)
            .bytes("event", in -> in.event)
            .flag("ack", (in, value) -> in.ack = value)
            .text("encoding", (in, value) -> in.encoding = encoding(value))
            .bytes("payload", in -> in.payload));
        put(RecordKind.SERVICES, new Fields<ServicesInput>()
            .number("from", (in, value) -> in.from = value)
            .bytes("service", in -> in.service));
        put(RecordKind.STATUS, new Fields<StatusInput>()
            .number("from", (in, value) -> in.from = value)
            .number("id", (in, value) -> in.idLo = value));
        put(RecordKind.UNREGISTER, new Fields<UnregisterInput>()
            .number("from", (in, value) -> in.from = value));
        put(RecordKind.WITHHELD, new Fields<WithheldInput>()
            .number("request", (in, value) -> in.request = value)
            .number("instance", (in, value) -> in.instance = value));
        put(RecordKind.DELIVERY_FAILED, new Fields<DeliveryFailedInput>()
            .number("instance", (in, value) -> in.instance = value)
            .text("reason", (in, value) -> in.reason = DisconnectReason.fromWire(value)));
        put(RecordKind.CHECKPOINT, new Fields<CheckpointInput>()
            .number("at", (in, value) -> in.at = value)
            .number("hash", (in, value) -> in.hash = value)
            .number("records", (in, value) -> in.records = value));
        put(RecordKind.CLOCK_LEAP, new Fields<ClockLeapInput>()
            .number("wallNs", (in, value) -> in.wallNs = value)
            .number("leapNs", (in, value) -> in.leapNs = value));
    }

    private RecordFields() {
    }

    private static void put(final RecordKind kind, final Fields<? extends Input> fields) {
        BY_KIND.put(kind, fields);
    }

    private static byte encoding(final String value) {
        return "binary".equals(value) ? Encoding.BINARY : Encoding.JSON;
    }

    /** Sets a field. The function gives the index for which a label stands. */
    static void set(final Input in, final String name, final String value, final ToLongFunction<String> indexOf) {
        final Fields<? extends Input> fields = BY_KIND.get(in.kind());
        if (fields == null || !fields.set(in, name, value, indexOf)) {
            throw new IllegalArgumentException(in.kind().wireName() + " has no field " + name);
        }
    }

    @FunctionalInterface
    private interface Setter<T> {
        void set(T in, String value, ToLongFunction<String> indexOf);
    }

    @FunctionalInterface
    private interface TextSetter<T> {
        void set(T in, String value);
    }

    @FunctionalInterface
    private interface FlagSetter<T> {
        void set(T in, boolean value);
    }

    /** The fields of one kind of record. */
    private static final class Fields<T extends Input> {
        private final Map<String, Setter<T>> byName = new HashMap<>();

        Fields<T> number(final String name, final ObjLongConsumer<T> setter) {
            byName.put(name, (in, value, indexOf) ->
                setter.accept(in, value.matches("-?\\d+") ? Long.parseLong(value) : indexOf.applyAsLong(value)));
            return this;
        }

        Fields<T> flag(final String name, final FlagSetter<T> setter) {
            byName.put(name, (in, value, indexOf) -> setter.set(in, Boolean.parseBoolean(value)));
            return this;
        }

        Fields<T> text(final String name, final TextSetter<T> setter) {
            byName.put(name, (in, value, indexOf) -> setter.set(in, value));
            return this;
        }

        Fields<T> bytes(final String name, final Function<T, UnsafeBuffer> field) {
            byName.put(name, (in, value, indexOf) -> field.apply(in).wrap(value.getBytes(StandardCharsets.UTF_8)));
            return this;
        }

        Fields<T> list(final String name, final Function<T, List<String>> field) {
            byName.put(name, (in, value, indexOf) -> {
                if (!"-".equals(value)) {
                    field.apply(in).addAll(List.of(value.split(",")));
                }
            });
            return this;
        }

        @SuppressWarnings("unchecked")
        private boolean set(final Input in, final String name, final String value, final ToLongFunction<String> indexOf) {
            final Setter<T> setter = byName.get(name);
            if (setter == null) {
                return false;
            }
            setter.set((T)in, value, indexOf);
            return true;
        }
    }
}
