package io.patchbay.replay.print;

import io.patchbay.engine.Instance;
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
import io.patchbay.protocol.Indexes;

import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * Prints records with the field names of frames (PROTOCOL.md). The sender is {@code instance}, with its name where frames have
 * a field for the name. A session has the id that its {@code connect} event had.
 */
public final class RecordPrinter implements Inputs {
    private final ReplayReport report;
    private final boolean isRedacted;
    private final Long2ObjectHashMap<String> names = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<String> sessions = new Long2ObjectHashMap<>();
    private JsonLines json;

    public RecordPrinter(final ReplayReport report, final boolean isRedacted) {
        this.report = report;
        this.isRedacted = isRedacted;
    }

    /** Remembers the name of an instance that registered before the journal's first record. */
    public void note(final Instance registered) {
        names.put(registered.id(), registered.name());
    }

    /** Remembers the names that later records refer to. Called with every record, whether or not it is printed. */
    public void note(final Input in) {
        if (in instanceof RegistrationInput) {
            names.put(in.index, ((RegistrationInput)in).name);
        } else if (in instanceof SessionOpenedInput) {
            sessions.put(in.index, ((SessionOpenedInput)in).session);
        }
    }

    /** Prints one record. */
    public void print(final Input in, final long engineTimeNs) {
        json = report.line().index("index", in.index).time("time", engineTimeNs).text("kind", in.kind().wireName());
        in.applyTo(this);
        report.endLine();
    }

    @Override
    public void settings(final SettingsInput in) {
        json.number("defaultTimeoutMs", in.defaultTimeoutMs).number("drainMs", in.drainMs)
            .number("duplicateWindowMs", in.duplicateWindowMs).number("maxEndedIds", in.maxEndedIds)
            .number("maxOpenPerAsker", in.maxOpenPerAsker).number("maxOpenPerInstance", in.maxOpenPerInstance);
        if (in.rejoinGraceMs != 0) {
            json.number("rejoinGraceMs", in.rejoinGraceMs).number("rejoinServiceBytes", in.rejoinServiceBytes)
                .number("rejoinTotalBytes", in.rejoinTotalBytes);
        }
    }

    @Override
    public void gatewayStarted(final GatewayStartedInput in) {
        json.index("gateway", in.index).text("name", in.name).number("slot", in.slot);
    }

    @Override
    public void gatewayLost(final GatewayLostInput in) {
        json.index("gateway", in.gateway).flag("orderly", in.orderly);
    }

    @Override
    public void sessionOpened(final SessionOpenedInput in) {
        json.text("session", in.session).index("gateway", in.gateway).text("transport", in.transport).text("remote", in.remote);
    }

    @Override
    public void sessionClosed(final SessionClosedInput in) {
        session(in.session);
        if (in.instance != 0) {
            instance(in.instance);
        }
        json.text("reason", in.reason.wireName());
    }

    @Override
    public void authorized(final AuthorizedInput in) {
        session(in.session);
        json.text("principal", in.principal);
    }

    @Override
    public void refused(final RefusedInput in) {
        if (in.session != 0) {
            session(in.session);
        }
        json.optional("principal", in.principal).optional("remote", in.remote).text("code", in.code.wireName())
            .optional("what", in.what);
        if (in.uncounted != 0) {
            json.number("uncounted", in.uncounted);
        }
    }

    @Override
    public void registration(final RegistrationInput in) {
        json.instance("instance", in.index);
        session(in.session);
        json.index("gateway", in.gateway).text("principal", in.principal).text("name", in.name).text("version", in.version)
            .texts("methods", in.methods).texts("listen", in.listen).text("choose", in.choose.wireName())
            .optional("acks", in.acks);
        if (!in.aeron.isEmpty()) {
            json.object("aeron").text("media", in.aeron).end();
        }
    }

    @Override
    public void message(final MessageInput in) {
        instance(in.from);
        json.uuid("id", in.idHi, in.idLo).optional("destination", in.destination);
        name("consumer", in.from);
        json.optional("responder", in.responder).optional("key", in.key);
        if (in.timeoutMs != 0) {
            json.number("timeoutMs", in.timeoutMs);
        }
        json.optional("ack", in.ack).optional("traceparent", in.traceparent);
        payload(in.encoding, in.payload);
    }

    @Override
    public void reply(final ReplyInput in) {
        instance(in.from);
        json.uuid("id", in.idHi, in.idLo).optional("more", in.more).optional("ack", in.ack);
        if (in.error) {
            json.object("error").text("code", Texts.of(in.errorCode)).text("message", Texts.of(in.errorMessage)).end();
        } else {
            payload(in.encoding, in.payload);
        }
    }

    @Override
    public void broadcast(final BroadcastInput in) {
        name("from", in.from);
        instance(in.from);
        if (in.hasId) {
            json.uuid("id", in.idHi, in.idLo);
        }
        json.optional("ack", in.ack);
        payload(in.encoding, in.payload);
    }

    @Override
    public void emit(final EmitInput in) {
        name("service", in.from);
        instance(in.from);
        json.text("event", Texts.of(in.event)).optional("ack", in.ack);
        payload(in.encoding, in.payload);
    }

    @Override
    public void services(final ServicesInput in) {
        instance(in.from);
        json.optional("service", in.service);
    }

    @Override
    public void status(final StatusInput in) {
        instance(in.from);
        json.uuid("id", in.idHi, in.idLo);
    }

    @Override
    public void unregister(final UnregisterInput in) {
        instance(in.from);
    }

    @Override
    public void tick(final TickInput in) {
        // A tick has no field but its time.
    }

    @Override
    public void withheld(final WithheldInput in) {
        json.index("request", in.request);
        instance(in.instance);
    }

    @Override
    public void deliveryFailed(final DeliveryFailedInput in) {
        instance(in.instance);
        json.text("reason", in.reason.wireName());
    }

    @Override
    public void checkpoint(final CheckpointInput in) {
        json.index("at", in.at).index("hash", in.hash).number("records", in.records);
    }

    @Override
    public void clockLeap(final ClockLeapInput in) {
        json.time("wall", in.wallNs).number("leapNs", in.leapNs);
    }

    private void instance(final long id) {
        json.instance("instance", id);
    }

    private void name(final String field, final long instance) {
        final String name = names.get(instance);
        if (name != null) {
            json.text(field, name);
        }
    }

    private void session(final long index) {
        final String name = sessions.get(index);
        json.text("session", name == null ? Indexes.format(index) : name);
    }

    private void payload(final byte encoding, final DirectBuffer payload) {
        if (!isRedacted) {
            json.payload(encoding, payload);
        }
    }
}
