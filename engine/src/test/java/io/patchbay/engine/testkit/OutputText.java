package io.patchbay.engine.testkit;

import io.patchbay.engine.Audience;
import io.patchbay.engine.Instance;
import io.patchbay.engine.Outputs;
import io.patchbay.engine.Registry;
import io.patchbay.engine.ServiceState;
import io.patchbay.engine.Unhandled;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.Indexes;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * Writes outputs as readable lines: {@code -> receiver what …} for one receiver, {@code => [receivers] event …} for an event and
 * all instances that receive it. It needs the engine's registry, which is set after the engine has been created.
 */
public final class OutputText implements Outputs {
    /** All lines so far; the owner may clear the list. */
    public final List<String> lines = new ArrayList<>();
    private final LongFunction<String> names;
    private final long epochNs;
    private Registry registry;

    /**
     * Creates outputs with hexadecimal indexes and plain times.
     */
    public OutputText() {
        this(Indexes::format, 0);
    }

    /**
     * Creates outputs for golden files.
     *
     * @param names   spells an index.
     * @param epochNs time from which deadlines count, epoch nanoseconds.
     */
    public OutputText(final LongFunction<String> names, final long epochNs) {
        this.names = names;
        this.epochNs = epochNs;
    }

    /**
     * Sets the registry whose instances receive events.
     *
     * @param newRegistry the registry of the engine that calls these outputs.
     */
    public void registry(final Registry newRegistry) {
        registry = newRegistry;
    }

    @Override
    public void begin(final long index, final long timeNs) {
        // a line would only repeat the input
    }

    @Override
    public void end() {
        // no line
    }

    @Override
    public void registered(final Instance instance, final Registry newRegistry) {
        final StringJoiner services = new StringJoiner(" ", "[", "]");
        for (final ServiceState service : newRegistry.services()) {
            services.add(service.name() + "x" + service.instances().size());
        }
        add("-> %s registered %s %s services=%s", name(instance), instance.name(), instance.version(), services.toString());
    }

    @Override
    public void accepted(final Instance to, final boolean hasId, final long idHi, final long idLo) {
        add("-> %s accepted%s", name(to), hasId ? " id=" + id(idHi, idLo) : "");
    }

    @Override
    public void error(final Instance to, final ErrorCode code, final boolean hasId, final long idHi, final long idLo,
        final String text) {
        add("-> %s error %s%s \"%s\"", name(to), code.wireName(), hasId ? " id=" + id(idHi, idLo) : "", text);
    }

    @Override
    public void message(final Instance to, final Instance from, final MessageInput in, final long deadlineNs) {
        add("-> %s message id=%s from=%s destination=%s consumer=%s%s%s%s%s payload=%s deadline=%s", name(to),
            id(in.idHi, in.idLo), name(from), text(in.destination), from.name(), optional(" responder=", in.responder),
            optional(" key=", in.key), in.timeoutMs == 0 ? "" : " timeoutMs=" + in.timeoutMs,
            optional(" traceparent=", in.traceparent), payload(in.payload, in.encoding), time(deadlineNs));
    }

    @Override
    public void waiting(final Instance from, final MessageInput in, final long deadlineNs) {
        add("   waiting id=%s from=%s destination=%s deadline=%s", id(in.idHi, in.idLo), name(from), text(in.destination),
            time(deadlineNs));
    }

    @Override
    public void reply(final Instance to, final Instance from, final ReplyInput in, final DirectBuffer responder,
        final long request) {
        add("-> %s reply id=%s responder=%s instance=%s request=%s%s%s", to == null ? "nobody" : name(to),
            id(in.idHi, in.idLo), text(responder), name(from), names.apply(request),
            in.error ? " error=" + text(in.errorCode) + ":" + text(in.errorMessage)
                : " payload=" + payload(in.payload, in.encoding), in.more ? " more" : "");
    }

    @Override
    public void serviceConnect(final Instance instance) {
        lifecycle(EventName.SERVICE_CONNECT, instance, " methods=" + String.join(",", instance.methods()));
    }

    @Override
    public void serviceOnline(final Instance instance) {
        lifecycle(EventName.SERVICE_ONLINE, instance, "");
    }

    @Override
    public void serviceDisconnect(final Instance instance, final DisconnectReason reason) {
        lifecycle(EventName.SERVICE_DISCONNECT, instance, " reason=" + reason);
    }

    @Override
    public void serviceOffline(final Instance instance, final DisconnectReason reason) {
        lifecycle(EventName.SERVICE_OFFLINE, instance, " reason=" + reason);
    }

    @Override
    public void broadcastMessage(final Instance from, final BroadcastInput in) {
        add("=> %s broadcast-message from=%s instance=%s%s payload=%s",
            receivers(instance -> Audience.ofBroadcast(instance, from.id())), from.name(), name(from),
            in.hasId ? " id=" + id(in.idHi, in.idLo) : "", payload(in.payload, in.encoding));
    }

    @Override
    public void unhandledMessage(final Unhandled unhandled) {
        final long sender = unhandled.sender == null ? 0 : unhandled.sender.id();
        add("=> %s unhandled-message id=%s reason=%s sender=%s%s%s%s request=%s%s",
            receivers(instance -> Audience.ofUnhandled(instance, sender)), id(unhandled.idHi, unhandled.idLo),
            unhandled.reason.wireName(), sender == 0 ? "gone" : names.apply(sender),
            optional(" destination=", unhandled.destination),
            unhandled.consumer.isEmpty() ? "" : " consumer=" + unhandled.consumer,
            optional(" responder=", unhandled.responder), unhandled.request == 0 ? "none" : names.apply(unhandled.request),
            unhandled.instance == 0 ? "" : " instance=" + names.apply(unhandled.instance));
    }

    @Override
    public void customEvent(final Instance from, final EmitInput in) {
        add("=> %s %s:%s instance=%s payload=%s",
            receivers(instance -> Audience.ofCustom(instance, from.id(), from.name(), in.event)), from.name(),
            text(in.event), name(from), payload(in.payload, in.encoding));
    }

    @Override
    public void services(final Instance to, final Registry newRegistry, final DirectBuffer service) {
        final String wanted = text(service);
        final StringJoiner services = new StringJoiner(" ", "[", "]");
        for (final ServiceState one : newRegistry.services()) {
            if (wanted.isEmpty() || wanted.equals(one.name())) {
                final StringJoiner instances = new StringJoiner(" ", one.name() + "(", ")");
                for (final Instance instance : one.instances()) {
                    instances.add(name(instance) + " " + instance.version() + " " + String.join(",", instance.methods())
                        + " pending=" + instance.pending());
                }
                services.add(instances + (one.choose() == Choose.ROUND_ROBIN ? "" : " " + one.choose()));
            }
        }
        add("-> %s services %s", name(to), services.toString());
    }

    @Override
    public void status(final Instance to, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason, final long ended) {
        add("-> %s status id=%s %s%s%s", name(to), id(idHi, idLo), status.wireName(), reason == null ? "" : " reason=" + reason,
            ended == 0 ? "" : " ended=" + names.apply(ended));
    }

    @Override
    public void disconnect(final Instance instance, final DisconnectReason reason) {
        add("-> %s disconnect %s", name(instance), reason.wireName());
    }

    @Override
    public void ended(final long request, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason) {
        add("   ended %s id=%s %s%s", names.apply(request), id(idHi, idLo), status.wireName(),
            reason == null ? "" : " " + reason);
    }

    @Override
    public void left(final Instance instance, final DisconnectReason reason) {
        add("   left %s %s", name(instance), reason.wireName());
    }

    private void lifecycle(final EventName event, final Instance instance, final String more) {
        add("=> %s %s %s %s %s%s", receivers(other -> Audience.ofLifecycle(other, event, instance.id())), event.wireName(),
            instance.name(), instance.version(), name(instance), more);
    }

    private String receivers(final Predicate<Instance> isReceiver) {
        final StringJoiner receivers = new StringJoiner(" ", "[", "]");
        for (final Instance instance : registry.instances()) {
            if (isReceiver.test(instance)) {
                receivers.add(name(instance));
            }
        }
        return receivers.toString();
    }

    private String name(final Instance instance) {
        return names.apply(instance.id());
    }

    private String time(final long timeNs) {
        final long ns = timeNs - epochNs;
        return ns % 1_000_000 == 0 ? "+" + ns / 1_000_000 : "+" + ns + "ns";
    }

    private static String id(final long idHi, final long idLo) {
        return idHi == 0 ? Long.toString(idLo) : Long.toHexString(idHi) + "-" + Long.toHexString(idLo);
    }

    private static String payload(final DirectBuffer payload, final byte encoding) {
        return (encoding == Encoding.BINARY ? "binary:" : "") + text(payload);
    }

    private static String optional(final String before, final DirectBuffer text) {
        return text.capacity() == 0 ? "" : before + text(text);
    }

    private static String text(final DirectBuffer buffer) {
        return buffer.getStringWithoutLengthUtf8(0, buffer.capacity());
    }

    /**
     * Appends a line, like {@link String#format} but for {@code %s} only: that method is too slow for the millions of lines of
     * random tests.
     */
    private void add(final String format, final String... arguments) {
        final StringBuilder line = new StringBuilder(160);
        int from = 0;
        for (final String argument : arguments) {
            final int at = format.indexOf("%s", from);
            line.append(format, from, at).append(argument);
            from = at + 2;
        }
        lines.add(line.append(format, from, format.length()).toString());
    }
}
