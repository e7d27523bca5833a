package io.patchbay.engine.testkit;

import io.patchbay.engine.Instance;
import io.patchbay.engine.Outputs;
import io.patchbay.engine.Registry;
import io.patchbay.engine.Unhandled;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.DirectBuffer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks rules that hold for the outputs of any records: each request ends exactly once, nothing is sent to an instance that has
 * left, and a service comes online before it goes offline. Passes every call on, and counts what occurred.
 */
public final class OutputRules implements Outputs {
    private final Outputs next;
    private final Map<Long, Long> openInstances = new HashMap<>();
    /** Destinations of waiting messages, in index order. */
    private final TreeMap<Long, String> waiting = new TreeMap<>();
    private final Set<Long> endedRequests = new HashSet<>();
    private final Set<Long> registered = new HashSet<>();
    private final Set<String> online = new HashSet<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private boolean isApplying;
    private long index;
    private long timeNs;

    /**
     * Creates rules in front of other outputs.
     *
     * @param next receives every call after the check.
     */
    public OutputRules(final Outputs next) {
        this.next = next;
    }

    /**
     * Returns how often each event, reason, error code and status occurred.
     *
     * @return counts by name.
     */
    public Map<String, Long> counts() {
        return counts;
    }

    /**
     * Returns the number of requests that were routed and have not ended, and of messages that wait.
     *
     * @return 0 or more.
     */
    public int openCount() {
        return openInstances.size() + waiting.size();
    }

    @Override
    public void begin(final long newIndex, final long newTimeNs) {
        check(!isApplying, "begin within begin");
        check(newIndex > index && newTimeNs >= timeNs, "index and time go on");
        isApplying = true;
        index = newIndex;
        timeNs = newTimeNs;
        next.begin(newIndex, newTimeNs);
    }

    @Override
    public void end() {
        check(isApplying, "end without begin");
        isApplying = false;
        next.end();
    }

    @Override
    public void registered(final Instance instance, final Registry registry) {
        check(registered.add(instance.id()), "registered twice");
        check(registry.instance(instance.id()) == instance, "registered, but not in the registry");
        count("registered");
        next.registered(instance, registry);
    }

    @Override
    public void accepted(final Instance to, final boolean hasId, final long idHi, final long idLo) {
        checkRegistered(to);
        count("accepted");
        next.accepted(to, hasId, idHi, idLo);
    }

    @Override
    public void error(final Instance to, final ErrorCode code, final boolean hasId, final long idHi, final long idLo,
        final String text) {
        checkRegistered(to);
        count("error " + code);
        next.error(to, code, hasId, idHi, idLo, text);
    }

    @Override
    public void message(final Instance to, final Instance from, final MessageInput message, final long deadlineNs) {
        checkRegistered(to);
        check(!to.isDraining(), "a new request for one that drains");
        check(to.isService(), "a request for a consumer");
        check(deadlineNs > timeNs || deadlineNs == Long.MAX_VALUE, "routed after its deadline");
        check(message.index == index || waiting.containsKey(message.index), "routed with another's record");
        if (waiting.remove(message.index) != null) {
            check(!waiting.headMap(message.index).containsValue(text(message)), "routed before an earlier one");
            count("message after waiting");
        }
        if (message.responder.capacity() > 0) {
            check(openInstances.put(message.index, to.id()) == null, "routed twice");
        }
        count("message");
        next.message(to, from, message, deadlineNs);
    }

    @Override
    public void waiting(final Instance from, final MessageInput message, final long deadlineNs) {
        checkRegistered(from);
        check(message.index == index && waiting.put(index, text(message)) == null, "waits twice");
        count("waiting");
        next.waiting(from, message, deadlineNs);
    }

    @Override
    public void reply(final Instance to, final Instance from, final ReplyInput reply, final DirectBuffer responder,
        final long request) {
        if (to != null) {
            checkRegistered(to);
        }
        checkRegistered(from);
        check(openInstances.getOrDefault(request, 0L) == from.id(), "a reply for what is not open there");
        count(to == null ? "reply to nobody" : reply.more ? "reply more" : reply.error ? "reply error" : "reply");
        next.reply(to, from, reply, responder, request);
    }

    @Override
    public void serviceConnect(final Instance instance) {
        checkRegistered(instance);
        count("service-connect");
        next.serviceConnect(instance);
    }

    @Override
    public void serviceOnline(final Instance instance) {
        check(online.add(instance.name()), "online twice");
        count("service-online");
        next.serviceOnline(instance);
    }

    @Override
    public void serviceDisconnect(final Instance instance, final DisconnectReason reason) {
        check(online.contains(instance.name()), "disconnected while offline");
        check(instance.isService(), "a consumer is announced");
        count("service-disconnect");
        count("service-disconnect " + reason);
        next.serviceDisconnect(instance, reason);
    }

    @Override
    public void serviceOffline(final Instance instance, final DisconnectReason reason) {
        check(online.remove(instance.name()), "offline twice");
        count("service-offline");
        next.serviceOffline(instance, reason);
    }

    @Override
    public void broadcastMessage(final Instance from, final BroadcastInput broadcast) {
        checkRegistered(from);
        count("broadcast-message");
        next.broadcastMessage(from, broadcast);
    }

    @Override
    public void unhandledMessage(final Unhandled unhandled) {
        if (unhandled.sender != null) {
            checkRegistered(unhandled.sender);
        }
        check(!endedRequests.contains(unhandled.request), "unhandled after its end");
        count("unhandled-message");
        count("unhandled " + unhandled.reason);
        next.unhandledMessage(unhandled);
    }

    @Override
    public void customEvent(final Instance from, final EmitInput emit) {
        checkRegistered(from);
        count("custom event");
        next.customEvent(from, emit);
    }

    @Override
    public void services(final Instance to, final Registry registry, final DirectBuffer service) {
        checkRegistered(to);
        count("services");
        next.services(to, registry, service);
    }

    @Override
    public void status(final Instance to, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason, final long ended) {
        checkRegistered(to);
        check((reason != null) == (status == RequestStatus.UNHANDLED), "a reason goes with unhandled");
        check((ended != 0) == (status == RequestStatus.UNHANDLED || status == RequestStatus.REPLIED), "an end has an index");
        count("status " + status);
        next.status(to, idHi, idLo, status, reason, ended);
    }

    @Override
    public void disconnect(final Instance instance, final DisconnectReason reason) {
        checkRegistered(instance);
        count("disconnect " + reason);
        next.disconnect(instance, reason);
    }

    @Override
    public void ended(final long request, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason) {
        check(endedRequests.add(request), "ended twice");
        openInstances.remove(request);
        if (waiting.remove(request) != null && status == RequestStatus.UNHANDLED) {
            count("waiting " + reason);
        }
        count("ended " + status);
        next.ended(request, idHi, idLo, status, reason);
    }

    @Override
    public void left(final Instance instance, final DisconnectReason reason) {
        check(registered.remove(instance.id()), "left twice");
        count("left " + reason);
        next.left(instance, reason);
    }

    private static String text(final MessageInput message) {
        return message.destination.getStringWithoutLengthUtf8(0, message.destination.capacity());
    }

    private void checkRegistered(final Instance instance) {
        check(registered.contains(instance.id()), "sent to an instance that is not registered");
    }

    private void count(final String what) {
        check(isApplying, what + " outside of a record");
        counts.merge(what, 1L, Long::sum);
    }

    private void check(final boolean isRight, final String what) {
        if (!isRight) {
            throw new AssertionError(what + ", at index " + index);
        }
    }
}
