package io.patchbay.delivery;

import io.patchbay.aeron.StreamSizes;
import io.patchbay.engine.Audience;
import io.patchbay.engine.Engine;
import io.patchbay.engine.Instance;
import io.patchbay.engine.Registry;
import io.patchbay.engine.SilentOutputs;
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
import io.patchbay.engine.slot.GatewayState;
import io.patchbay.engine.state.StateSink;
import io.patchbay.engine.state.StateSource;
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
 * The numbers of the last frame that each receiver should have received by a record of the fold. They are counted next to an
 * engine whose outputs are not sent, just as {@link Delivery} counts them. They go into a snapshot, so that an engine that starts
 * there can tell whether a living receiver has received all earlier frames. One thread.
 *
 * <p>The caller applies a record to the engine, then calls {@link #applied(Input)}.
 */
public final class FrameMarks extends SilentOutputs {
    private final TreeMap<Long, Mark> gateways = new TreeMap<>();
    private final TreeMap<Long, Mark> instances = new TreeMap<>();
    private final ServiceListEncoder lists;
    private Registry registry;
    private Mark listMark;

    /**
     * Creates marks without any receivers.
     *
     * @param maxFrameBytes the host's {@code --max-frame}: it decides where long lists are split.
     */
    public FrameMarks(final int maxFrameBytes) {
        lists = new ServiceListEncoder(new DownFrameEncoder(StreamSizes.maxMessageBytes(maxFrameBytes)).buffer(), maxFrameBytes);
    }

    /** The last frame and the last ack that one receiver should have received. */
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
     * Sets the engine whose registry holds the registered instances.
     *
     * @param engine the engine whose outputs these marks count.
     */
    public void engine(final Engine engine) {
        registry = engine.registry();
    }

    /**
     * Follows an applied record: some kinds add or remove receivers.
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
                // No receiver is added or removed.
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
     * Writes all marks to a snapshot.
     *
     * @param to sink of the snapshot.
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
     * Reads all marks from a snapshot, in place of those here.
     *
     * @param from source of the snapshot.
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
     * Connects the marks that were read with the instances of an engine that has taken over the state of the same snapshot.
     *
     * @param engine that engine.
     */
    public void resume(final Engine engine) {
        engine(engine);
        for (final Mark mark : instances.values()) {
            mark.instance = registry.instance(mark.id);
        }
    }

    /**
     * Returns whether all living receivers have received every frame and every ack up to these marks.
     *
     * @param receivers receivers with their answers to the handshake.
     * @param epoch     epoch of the handshake.
     * @param mayLive   tests whether a gateway that has not sent a hello may be alive.
     * @return false if a fold from here would leave a frame out.
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

    /** Fails each receiver that misses a frame from before these marks, since that frame cannot be sent any more. */
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
        // An instance with epoch 0 was not waited for, did not answer, and has received nothing.
        return instance.answeredEpoch == epoch ? lacks(instance, mark) : instance.answeredEpoch == 0 && !mark.isEmpty();
    }

    private static boolean lacks(final Receiver receiver, final Mark mark) {
        return receiver.lacks(mark.index, mark.n) || mark.ack > receiver.hadAck;
    }

    /**
     * A gateway, as a snapshot knows it.
     *
     * @param id   index of its gateway-started record.
     * @param slot slot that it took.
     */
    public record GatewayMark(long id, int slot) {
        /**
         * Returns the mark of a gateway in an engine's state.
         *
         * @param gateway gateway that is started and not lost.
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
