package io.patchbay.simulation;

import io.patchbay.engine.Engine;
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

/**
 * Checks the outputs of an engine before they reach its delivery. Each fold must have the outputs and states of the first fold.
 * Each message must end once, when and as the model says.
 */
final class ReplayCheck implements Outputs {
    private final Outputs next;
    private final FoldLog log;
    private final Model model;
    private final int fold;
    private Engine engine;
    private int position;
    private int ends;
    private long index;
    private long hash;

    ReplayCheck(final Outputs next, final FoldLog log, final Model model) {
        this.next = next;
        this.log = log;
        this.model = model;
        fold = log.nextFold();
    }

    void engine(final Engine made) {
        engine = made;
    }

    Engine engine() {
        return engine;
    }

    private void add(final int kind, final long a, final long b, final long c) {
        hash = Keys.next(Keys.next(Keys.next(Keys.next(hash, kind), a), b), c);
    }

    private static long id(final Instance instance) {
        return instance == null ? 0 : instance.id();
    }

    @Override
    public void begin(final long recordIndex, final long timeNs) {
        index = recordIndex;
        position = (int)engine.records() - 1;
        ends = 0;
        hash = timeNs;
        log.check(position, recordIndex);
        next.begin(recordIndex, timeNs);
    }

    @Override
    public void end() {
        if (ends != log.ends(position)) {
            throw new Violation("record " + Long.toHexString(index) + " ends " + log.ends(position) + " messages by the model, "
                + ends + " by the engine");
        }
        log.compare(position, index, hash);
        if (log.isHashed(position)) {
            log.compareState(position, index, engine.stateHash());
        }
        next.end();
    }

    @Override
    public void ended(final long request, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason) {
        ends++;
        final ModelRequest known = model.everyMessage.get(request);
        if (known == null || known.endIndex != index || known.reason != reason) {
            throw new Violation("message " + Long.toHexString(request) + " ended as " + (reason == null ? "replied" : reason)
                + " at " + Long.toHexString(index) + ", which differs from the model");
        }
        if (known.endSaidIn == fold) {
            throw new Violation("message " + Long.toHexString(request) + " ended twice");
        }
        known.endSaidIn = fold;
        add(1, request, idLo, reason == null ? -1 : reason.ordinal());
        next.ended(request, idHi, idLo, status, reason);
    }

    @Override
    public void registered(final Instance instance, final Registry registry) {
        add(2, instance.id(), registry.services().size(), registry.instances().size());
        next.registered(instance, registry);
    }

    @Override
    public void accepted(final Instance to, final boolean hasId, final long idHi, final long idLo) {
        add(3, to.id(), idLo, hasId ? 1 : 0);
        next.accepted(to, hasId, idHi, idLo);
    }

    @Override
    public void error(final Instance to, final ErrorCode code, final boolean hasId, final long idHi, final long idLo,
        final String text) {
        add(4, to.id(), idLo, code.ordinal());
        next.error(to, code, hasId, idHi, idLo, text);
    }

    @Override
    public void message(final Instance to, final Instance from, final MessageInput message, final long deadlineNs) {
        if (to.isDraining()) {
            throw new Violation("message " + Long.toHexString(index) + " goes to an instance that drains");
        }
        add(5, to.id(), from.id(), deadlineNs);
        next.message(to, from, message, deadlineNs);
    }

    @Override
    public void reply(final Instance to, final Instance from, final ReplyInput reply, final DirectBuffer responder,
        final long request) {
        add(6, id(to), from.id(), request);
        next.reply(to, from, reply, responder, request);
    }

    @Override
    public void serviceConnect(final Instance instance) {
        add(7, instance.id(), 0, 0);
        next.serviceConnect(instance);
    }

    @Override
    public void serviceOnline(final Instance instance) {
        add(8, instance.id(), 0, 0);
        next.serviceOnline(instance);
    }

    @Override
    public void serviceDisconnect(final Instance instance, final DisconnectReason reason) {
        add(9, instance.id(), reason.ordinal(), 0);
        next.serviceDisconnect(instance, reason);
    }

    @Override
    public void serviceOffline(final Instance instance, final DisconnectReason reason) {
        add(10, instance.id(), reason.ordinal(), 0);
        next.serviceOffline(instance, reason);
    }

    @Override
    public void broadcastMessage(final Instance from, final BroadcastInput broadcast) {
        add(11, from.id(), broadcast.idLo, 0);
        next.broadcastMessage(from, broadcast);
    }

    @Override
    public void unhandledMessage(final Unhandled unhandled) {
        add(12, unhandled.idLo, unhandled.reason.ordinal(), Keys.next(id(unhandled.sender), unhandled.instance));
        next.unhandledMessage(unhandled);
    }

    @Override
    public void customEvent(final Instance from, final EmitInput emit) {
        add(13, from.id(), Keys.text(emit.event), 0);
        next.customEvent(from, emit);
    }

    @Override
    public void services(final Instance to, final Registry registry, final DirectBuffer service) {
        add(14, to.id(), registry.instances().size(), Keys.text(service));
        next.services(to, registry, service);
    }

    @Override
    public void status(final Instance to, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason, final long ended) {
        add(15, to.id(), idLo, Keys.next(Keys.next(status.ordinal(), reason == null ? -1 : reason.ordinal()), ended));
        next.status(to, idHi, idLo, status, reason, ended);
    }

    @Override
    public void disconnect(final Instance instance, final DisconnectReason reason) {
        add(16, instance.id(), reason.ordinal(), 0);
        next.disconnect(instance, reason);
    }

    @Override
    public void left(final Instance instance, final DisconnectReason reason) {
        add(17, instance.id(), reason.ordinal(), 0);
        next.left(instance, reason);
    }
}
