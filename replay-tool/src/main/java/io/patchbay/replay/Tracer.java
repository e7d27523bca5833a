package io.patchbay.replay;

import io.patchbay.engine.Engine;
import io.patchbay.engine.Instance;
import io.patchbay.engine.ServiceState;
import io.patchbay.engine.SilentOutputs;
import io.patchbay.engine.Unhandled;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.SessionOpenedInput;
import io.patchbay.engine.input.WithheldInput;
import io.patchbay.protocol.Choose;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.Indexes;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.protocol.Versions;
import io.patchbay.replay.print.JsonLines;
import io.patchbay.replay.print.ReplayReport;
import io.patchbay.replay.print.Texts;
import io.patchbay.replay.print.Times;

import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints each step in the life of one message, from the records that go into the engine and from the engine's outputs.
 */
public final class Tracer extends SilentOutputs {
    private final ReplayReport report;
    private final TracedMessage wanted;
    private final Long2ObjectHashMap<String> sessions = new Long2ObjectHashMap<>();
    private final Map<String, Choose> chooseByService = new HashMap<>();
    private Choose choose = Choose.ROUND_ROBIN;
    private Engine engine;
    private long startNs;
    private long previousNs;
    private long request;
    private boolean isApplying;
    private boolean isWaiting;
    private long waitingSinceNs;
    private long steps;

    public Tracer(final ReplayReport report, final TracedMessage wanted) {
        this.report = report;
        this.wanted = wanted;
    }

    /** Sets the engine whose outputs are traced, before its first record. It may have the state of a snapshot already. */
    public void engine(final Engine traced) {
        engine = traced;
        for (final ServiceState service : traced.registry().services()) {
            chooseByService.put(service.name(), service.choose());
        }
    }

    /** Returns the number of steps that were printed. */
    public long steps() {
        return steps;
    }

    /** Prints what a record says of the message. Called before the record is applied. */
    public void before(final Input in) {
        isApplying = false;
        switch (in.kind()) {
            case SESSION_OPENED:
                sessions.put(in.index, ((SessionOpenedInput)in).session);
                break;
            case REGISTRATION:
                choose = ((RegistrationInput)in).choose;
                break;
            case MESSAGE:
                message((MessageInput)in);
                break;
            case REPLY:
                reply((ReplyInput)in);
                break;
            case WITHHELD:
                withheld((WithheldInput)in);
                break;
            default:
                break;
        }
    }

    private void message(final MessageInput in) {
        if (!wanted.is(in)) {
            return;
        }
        wanted.found(in);
        if (request == 0) {
            startNs = in.timeNs;
            previousNs = in.timeNs;
        }
        final Instance from = engine.registry().instance(in.from);
        final JsonLines json = begin("received", in.index, in.timeNs);
        if (from != null) {
            json.text("consumer", from.name());
        }
        json.instance("instance", in.from);
        if (from != null && sessions.containsKey(from.session())) {
            json.text("session", sessions.get(from.session()));
        }
        json.optional("destination", in.destination).optional("responder", in.responder).optional("key", in.key)
            .optional("traceparent", in.traceparent);
        if (in.timeoutMs != 0) {
            json.number("timeoutMs", in.timeoutMs);
        }
        endStep();
        final long engineTimeNs = Math.max(engine.timeNs(), in.timeNs);
        begin("journaled", in.index, engineTimeNs).number("payloadBytes", in.payload.capacity());
        endStep();
        if (from == null) {
            begin("ignored", in.index, engineTimeNs).text("why", "the sender was no longer registered");
            endStep();
        }
        isApplying = true;
    }

    private void reply(final ReplyInput in) {
        if (!wanted.isId(in.idHi, in.idLo)) {
            return;
        }
        final JsonLines json = begin("replied", in.index, Math.max(engine.timeNs(), in.timeNs)).instance("instance", in.from)
            .optional("more", in.more);
        if (in.error) {
            json.object("error").text("code", Texts.of(in.errorCode)).text("message", Texts.of(in.errorMessage)).end();
        } else {
            json.number("payloadBytes", in.payload.capacity());
        }
        endStep();
    }

    private void withheld(final WithheldInput in) {
        if (request != 0 && in.request == request) {
            begin("withheld", in.index, Math.max(engine.timeNs(), in.timeNs)).instance("instance", in.instance)
                .text("why", "its deadline had passed before it could be handed over");
            endStep();
        }
    }

    @Override
    public void serviceOnline(final Instance instance) {
        chooseByService.put(instance.name(), choose);
    }

    @Override
    public void message(final Instance to, final Instance from, final MessageInput message, final long deadlineNs) {
        if (!isApplying && (!isWaiting || message.index != request)) {
            return;
        }
        request = message.index;
        if (isWaiting) {
            waited();
        }
        final boolean isOneWay = message.responder.capacity() == 0;
        final JsonLines json = begin("routed", index(), timeNs()).text("service", to.name()).text("version", to.version())
            .instance("instance", to.id()).text("why", why(to, message)).array("candidates");
        for (final String candidate : candidates(message)) {
            json.value(candidate);
        }
        json.endArray();
        if (isOneWay) {
            json.flag("oneWay", true);
        } else {
            json.time("deadline", deadlineNs);
        }
        endStep();
    }

    @Override
    public void waiting(final Instance from, final MessageInput message, final long deadlineNs) {
        if (isApplying) {
            request = message.index;
            isWaiting = true;
            waitingSinceNs = timeNs();
            begin("waiting", index(), timeNs()).text("destination", Texts.of(message.destination))
                .text("why", "waiting for rejoin: the service went offline because of the server and is expected back")
                .time("deadline", deadlineNs);
            endStep();
        }
    }

    private void waited() {
        isWaiting = false;
        begin("waited", index(), timeNs()).text("why", "waited for rejoin").time("from", waitingSinceNs).time("to", timeNs());
        endStep();
    }

    private String why(final Instance to, final MessageInput message) {
        if (message.key.capacity() > 0) {
            return "key";
        }
        return chooseByService.getOrDefault(to.name(), Choose.ROUND_ROBIN).wireName();
    }

    /** Returns the instances that have the method and the version, and are not draining. */
    private List<String> candidates(final MessageInput message) {
        final String destination = Texts.of(message.destination);
        final int colon = destination.lastIndexOf(':');
        final int at = destination.indexOf('@');
        final ServiceState service = engine.registry().service(destination.substring(0, at < 0 ? colon : at));
        final List<String> candidates = new ArrayList<>();
        if (service != null) {
            for (final Instance instance : service.instances()) {
                if (!instance.isDraining() && instance.methods().contains(destination.substring(colon + 1))
                    && (at < 0 || Versions.matches(destination.substring(at + 1, colon), instance.version()))) {
                    candidates.add(Indexes.instance(instance.id()));
                }
            }
        }
        return candidates;
    }

    @Override
    public void reply(final Instance to, final Instance from, final ReplyInput reply, final DirectBuffer responder,
        final long requestIndex) {
        if (request != 0 && requestIndex == request) {
            final JsonLines json = begin("delivered", index(), timeNs());
            if (to == null) {
                json.none("to").text("why", "the asker has left");
            } else {
                json.instance("to", to.id()).text("consumer", to.name());
            }
            json.optional("responder", responder);
            endStep();
        }
    }

    @Override
    public void unhandledMessage(final Unhandled unhandled) {
        if (wanted.isId(unhandled.idHi, unhandled.idLo)) {
            if (isWaiting && unhandled.request == request) {
                waited();
            }
            final JsonLines json = begin("unhandled", index(), timeNs()).text("reason", unhandled.reason.wireName());
            if (unhandled.instance != 0) {
                json.instance("instance", unhandled.instance);
            }
            if (unhandled.sender == null) {
                json.none("to");
            } else {
                json.instance("to", unhandled.sender.id());
            }
            endStep();
        }
    }

    @Override
    public void error(final Instance to, final ErrorCode code, final boolean hasId, final long idHi, final long idLo,
        final String text) {
        if (isApplying && hasId && wanted.isId(idHi, idLo)) {
            begin("refused", index(), timeNs()).text("code", code.wireName()).text("message", text).instance("to", to.id());
            endStep();
        }
    }

    @Override
    public void ended(final long requestIndex, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason) {
        if (wanted.isId(idHi, idLo)) {
            final JsonLines json = begin("ended", index(), timeNs()).text("status", status.wireName());
            if (reason != null) {
                json.text("reason", reason.wireName());
            }
            endStep();
            request = 0;
        }
    }

    private JsonLines begin(final String step, final long recordIndex, final long atNs) {
        steps++;
        final JsonLines json = report.line().text("step", step).uuid("id", wanted.idHi(), wanted.idLo())
            .index("index", recordIndex).time("time", atNs);
        if (report.isText()) {
            json.text("after", Times.span(atNs - previousNs)).text("total", Times.span(atNs - startNs));
        } else {
            json.number("afterNs", atNs - previousNs).number("totalNs", atNs - startNs);
        }
        previousNs = atNs;
        return json;
    }

    private void endStep() {
        report.endLine();
    }
}
