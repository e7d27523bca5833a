package io.patchbay.delivery;

import io.patchbay.engine.Audience;
import io.patchbay.engine.Engine;
import io.patchbay.engine.GatewayState;
import io.patchbay.engine.Instance;
import io.patchbay.engine.Registry;
import io.patchbay.engine.SilentOutputs;
import io.patchbay.engine.StateSink;
import io.patchbay.engine.StateSource;
import io.patchbay.engine.Unhandled;
import io.patchbay.engine.input.BroadcastInput;
import io.patchbay.engine.input.DeliveryFailedInput;
import io.patchbay.engine.input.EmitInput;
import io.patchbay.engine.input.GatewayLostInput;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.input.ReplyInput;
import io.patchbay.engine.input.SessionClosedInput;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.DirectBuffer;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The number of the last frame that each receiver is due by a fold, without sending any: {@link Delivery}'s counting, next to an
 * engine that nobody listens to. It goes into a snapshot, so that an engine that starts from there can tell whether a living
 * receiver has had all that came before. One thread.
 *
 * <p>Whoever folds applies a record to the engine, then calls {@link #applied(Input)}.
 */
public final class FrameMarks extends SilentOutputs {
    private final TreeMap<Long, Mark> gateways = new TreeMap<>();
    private final TreeMap<Long, Mark> instances = new TreeMap<>();
    private final ServiceListEncoder lists;
    private Registry registry;
    private Mark listMark;

    /**
     * No receivers yet.
     *
     * @param maxFrameBytes as the engine's host has it: long lists are cut by that.
     */
    public FrameMarks(final int maxFrameBytes) {
        lists = new ServiceListEncoder(new DownFrameEncoder(StreamSizes.maxMessageBytes(maxFrameBytes)).buffer(), maxFrameBytes);
    }

    /** What one receiver is due. */
    private static final class Mark {
        private final long id;
        private final long gateway;
        private final int slot;
        private Instance instance;
        private long index;
        private int n = -1;
        private long ack;

        private Mark(final long id, final long gateway, final int slot) {
            this.id = id;
            this.gateway = gateway;
            this.slot = slot;
        }

        private boolean isEmpty() {
            return n < 0 && ack == 0;
        }
    }

    /**
     * Whose registry says who is there.
     *
     * @param of the engine that these are the outputs of.
     */
    public void engine(final Engine of) {
        registry = of.registry();
    }

    /**
     * A record has been applied: receivers come and go with some kinds.
     *
     * @param in the record.
     */
    public void applied(final Input in) {
        switch (in.kind()) {
            case GATEWAY_STARTED -> gatewayStarted(in.index, ((GatewayStartedInput)in).slot);
            case GATEWAY_LOST -> gatewayGone(((GatewayLostInput)in).gateway);
            case SESSION_CLOSED -> instances.remove(((SessionClosedInput)in).instance);
            case DELIVERY_FAILED -> instances.remove(((DeliveryFailedInput)in).instance);
            default -> {
                // Nobody comes or goes.
            }
        }
    }

    private void gatewayStarted(final long id, final int slot) {
        for (final Mark other : List.copyOf(gateways.values())) {
            if (other.slot == slot) {
                gatewayGone(other.id);
            }
        }
        gateways.put(id, new Mark(id, id, slot));
    }

    private void gatewayGone(final long id) {
        gateways.remove(id);
        instances.values().removeIf(mark -> mark.gateway == id);
    }

    /**
     * Writes all marks.
     *
     * @param to a snapshot.
     */
    public void write(final StateSink to) {
        for (final TreeMap<Long, Mark> marks : List.of(gateways, instances)) {
            to.number(marks.size());
            for (final Mark mark : marks.values()) {
                to.number(mark.id);
                to.number(mark.gateway);
                to.number(mark.slot);
                to.number(mark.index);
                to.number(mark.n);
                to.number(mark.ack);
            }
        }
    }

    /**
     * Takes over marks that were written.
     *
     * @param from a snapshot.
     */
    public void read(final StateSource from) {
        for (final TreeMap<Long, Mark> marks : List.of(gateways, instances)) {
            marks.clear();
            for (long i = from.number(); i > 0; i--) {
                final Mark mark = new Mark(from.number(), from.number(), (int)from.number());
                mark.index = from.number();
                mark.n = (int)from.number();
                mark.ack = from.number();
                marks.put(mark.id, mark);
            }
        }
    }

    /**
     * The engine whose outputs these are has taken over the state that belongs to the marks that were read.
     *
     * @param of that engine.
     */
    public void resume(final Engine of) {
        engine(of);
        for (final Mark mark : instances.values()) {
            mark.instance = registry.instance(mark.id);
        }
    }

    /**
     * Have all that live had every frame and every ack up to here?
     *
     * @param receivers as they have answered.
     * @param epoch     of the handshake.
     * @param mayLive   whether a gateway that has not said hello can be alive.
     * @return false where a fold from here would leave something out.
     */
    boolean areReceived(final Receivers receivers, final long epoch, final Predicate<GatewayMark> mayLive) {
        for (final Mark mark : gateways.values()) {
            final Receiver gateway = receivers.gatewayById.get(mark.id);
            final boolean isHeard = gateway != null && gateway.hasHello;
            if (isHeard ? lacks(gateway, mark) : !mark.isEmpty() && mayLive.test(new GatewayMark(mark.id, mark.slot))) {
                return false;
            }
        }
        for (final Mark mark : instances.values()) {
            if (lacksInstance(receivers, mark, epoch)) {
                return false;
            }
        }
        return true;
    }

    /** Gives up whoever lacks something from before these marks: it cannot be made good any more. */
    void failReceiversBehind(final Receivers receivers, final long epoch) {
        for (final Mark mark : gateways.values()) {
            final Receiver gateway = receivers.gatewayById.get(mark.id);
            if (gateway != null && gateway.hasHello && lacks(gateway, mark)) {
                receivers.fail(gateway, DisconnectReason.SLOW_CONSUMER);
            }
        }
        for (final Mark mark : instances.values()) {
            if (lacksInstance(receivers, mark, epoch)) {
                receivers.fail(receivers.instanceById.get(mark.id), DisconnectReason.SLOW_CONSUMER);
            }
        }
    }

    private static boolean lacksInstance(final Receivers receivers, final Mark mark, final long epoch) {
        final Receiver instance = receivers.instanceById.get(mark.id);
        if (instance == null || instance.isFailed) {
            return false;
        }
        // One that has not answered since nobody waited for it has had nothing.
        return instance.answeredEpoch == epoch ? lacks(instance, mark) : instance.answeredEpoch == 0 && !mark.isEmpty();
    }

    private static boolean lacks(final Receiver receiver, final Mark mark) {
        return receiver.lacks(mark.index, mark.n) || mark.ack > receiver.hadAck;
    }

    /**
     * A gateway by what a snapshot knows of it.
     *
     * @param id   index of its gateway-started record.
     * @param slot that it took.
     */
    public record GatewayMark(long id, int slot) {
        /**
         * Of a gateway of an engine's state.
         *
         * @param gateway started and not lost.
         * @return its mark.
         */
        public static GatewayMark of(final GatewayState gateway) {
            return new GatewayMark(gateway.id(), gateway.slot());
        }
    }

    @Override
    public void registered(final Instance instance, final Registry now) {
        if (instance.isAeron()) {
            final Mark mark = new Mark(instance.id(), instance.gateway(), -1);
            mark.instance = instance;
            instances.put(mark.id, mark);
        }
        listMark = gateways.get(instance.gateway());
        if (listMark != null) {
            lists.registered(index(), instance.id(), now, length -> count(listMark));
        }
    }

    @Override
    public void accepted(final Instance to, final boolean hasId, final long idHi, final long idLo) {
        final Mark mark = streamOf(to);
        if (mark != null) {
            mark.ack = index();
        }
    }

    @Override
    public void error(final Instance to, final ErrorCode code, final boolean hasId, final long idHi, final long idLo,
        final String text) {
        count(streamOf(to));
    }

    @Override
    public void message(final Instance to, final Instance from, final MessageInput message, final long deadlineNs) {
        count(streamOf(to));
    }

    @Override
    public void reply(final Instance to, final Instance from, final ReplyInput reply, final DirectBuffer responder,
        final long request) {
        if (to != null) {
            count(streamOf(to));
        }
    }

    @Override
    public void serviceConnect(final Instance instance) {
        countAll(hearer -> Audience.ofLifecycle(hearer, EventName.SERVICE_CONNECT, instance.id()));
    }

    @Override
    public void serviceOnline(final Instance instance) {
        countAll(hearer -> Audience.ofLifecycle(hearer, EventName.SERVICE_ONLINE, instance.id()));
    }

    @Override
    public void serviceDisconnect(final Instance instance, final DisconnectReason reason) {
        countAll(hearer -> Audience.ofLifecycle(hearer, EventName.SERVICE_DISCONNECT, instance.id()));
    }

    @Override
    public void serviceOffline(final Instance instance, final DisconnectReason reason) {
        countAll(hearer -> Audience.ofLifecycle(hearer, EventName.SERVICE_OFFLINE, instance.id()));
    }

    @Override
    public void broadcastMessage(final Instance from, final BroadcastInput broadcast) {
        countAll(hearer -> Audience.ofBroadcast(hearer, from.id()));
    }

    @Override
    public void unhandledMessage(final Unhandled unhandled) {
        final long sender = unhandled.sender == null ? 0 : unhandled.sender.id();
        countAll(hearer -> Audience.ofUnhandled(hearer, sender));
    }

    @Override
    public void customEvent(final Instance from, final EmitInput emit) {
        countAll(hearer -> Audience.ofCustom(hearer, from.id(), from.name(), emit.event));
    }

    @Override
    public void services(final Instance to, final Registry now, final DirectBuffer service) {
        listMark = streamOf(to);
        if (listMark != null) {
            lists.services(index(), to.id(), now, service.getStringWithoutLengthAscii(0, service.capacity()),
                length -> count(listMark));
        }
    }

    @Override
    public void status(final Instance to, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason, final long ended) {
        count(streamOf(to));
    }

    @Override
    public void disconnect(final Instance instance, final DisconnectReason reason) {
        count(gateways.get(instance.gateway()));
    }

    private Mark streamOf(final Instance to) {
        return to.isAeron() ? instances.get(to.id()) : gateways.get(to.gateway());
    }

    private void countAll(final Predicate<Instance> hears) {
        gateways.values().forEach(this::count);
        for (final Mark mark : instances.values()) {
            if (mark.instance != null && registry.instance(mark.id) != null && hears.test(mark.instance)) {
                count(mark);
            }
        }
    }

    private void count(final Mark mark) {
        if (mark != null) {
            if (mark.index != index()) {
                mark.index = index();
                mark.n = -1;
            }
            mark.n++;
        }
    }
}
