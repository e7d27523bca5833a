package io.patchbay.delivery;

import io.patchbay.aeron.Backlog;
import io.patchbay.aeron.FrameHeader;
import io.patchbay.aeron.OutStream;
import io.patchbay.aeron.StreamSizes;
import io.patchbay.engine.Instance;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.StreamIds;

import io.aeron.Publication;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * All receivers. They are opened and closed here, frames are sent or kept, and the windows are enforced. {@link Delivery} decides
 * which frame goes to which receiver; {@link Handshake} learns what each has received.
 *
 * <p>A frame that cannot be sent at once waits in its receiver's backlog. While the engine runs live, a receiver whose backlog
 * exceeds its window fails. While the engine catches up, no receiver fails for that: the fold is slowed down instead.
 */
class Receivers {
    /** Time after which an Aeron instance that has not subscribed to its stream fails. */
    static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    /** Deadline of a frame that has none. */
    static final long NEVER = Long.MAX_VALUE;
    private static final int FLUSH_LIMIT = 256;
    private static final Logger LOG = LoggerFactory.getLogger(Receivers.class);

    final Long2ObjectHashMap<Receiver> gatewayById = new Long2ObjectHashMap<>();
    final Long2ObjectHashMap<Receiver> instanceById = new Long2ObjectHashMap<>();
    /** The same receivers as in the maps, for loops that must not allocate. */
    final List<Receiver> gateways = new ArrayList<>();
    final List<Receiver> instances = new ArrayList<>();
    /** Invalidated whenever an instance is added or removed, or its tracking changes. */
    final AudienceCache audiences = new AudienceCache();
    private final List<Receiver> busy = new ArrayList<>();
    private final DeliveryContext context;
    private final DeliveryCounters counters;
    private final DeliveryFaults faults;
    private final int instanceTermBytes;
    private final int maxMessageBytes;
    private long generation;
    private long waitingBytes;
    private boolean isCatchingUp = true;

    Receivers(final DeliveryContext context, final DeliveryCounters counters, final DeliveryFaults faults) {
        this.context = context;
        this.faults = faults;
        this.counters = counters;
        instanceTermBytes = StreamSizes.termLength(context.maxFrameBytes());
        maxMessageBytes = StreamSizes.maxMessageBytes(context.maxFrameBytes());
    }

    void catchingUp(final boolean value) {
        isCatchingUp = value;
    }

    boolean isLinkUp() {
        return context.link().isUp() && generation == context.link().generation();
    }

    /** Closes all streams after the link went down or up: streams of the old generation are lost, with the frames in them. */
    void onNewGeneration() {
        audiences.invalidate();
        generation = context.link().generation();
        for (final Receiver receiver : gateways) {
            receiver.close();
            receiver.isTracked &= !receiver.hasHello;
            receiver.hasHello = false;
        }
        for (final Receiver receiver : instances) {
            // An instance that was never connected still has all its frames waiting, like a gateway that has not sent a hello.
            receiver.isTracked &= !receiver.wasConnected;
            receiver.close();
        }
        forgetBacklogs();
    }

    /**
     * Begins a fold at the start of the journal. Only gateways that have sent a hello stay, with their last frame; instances stay
     * too.
     */
    void onFold(final long epoch) {
        audiences.invalidate();
        for (final Iterator<Receiver> i = gateways.iterator(); i.hasNext();) {
            final Receiver receiver = i.next();
            receiver.restart();
            receiver.isTracked = false;
            receiver.isFailed = false;
            if (!receiver.hasHello) {
                receiver.close();
                gatewayById.remove(receiver.id);
                i.remove();
            }
        }
        for (final Receiver receiver : instances) {
            receiver.restart();
            receiver.isTracked = receiver.answeredEpoch == epoch;
        }
        waitingBytes = 0;
    }

    /** Forgets instances that have left by an index, and tells gateways that the engine has lost so. Called while live. */
    void sweep(final long index, final DirectBuffer writtenOff, final int length) {
        for (int i = instances.size() - 1; i >= 0; i--) {
            final Receiver receiver = instances.get(i);
            if (receiver.instance == null && receiver.id <= index) {
                remove(receiver);
            }
        }
        for (int i = gateways.size() - 1; i >= 0; i--) {
            final Receiver receiver = gateways.get(i);
            if (!receiver.isStarted && receiver.id <= index && !receiver.isWrittenOff) {
                writeOff(receiver, writtenOff, length);
            }
        }
    }

    /** Handles a gateway-started record; an earlier gateway of that slot is dead. */
    void onGatewayStarted(final long gateway, final int slot, final boolean mayLive) {
        for (int i = gateways.size() - 1; i >= 0; i--) {
            final Receiver other = gateways.get(i);
            if (other.id < gateway && (other.slot == slot || other.streamId == StreamIds.GATEWAY_DELIVERY_BASE + slot)) {
                removeGateway(other);
            }
        }
        final Receiver receiver = gateway(gateway);
        receiver.slot = slot;
        receiver.isStarted = true;
        receiver.isTracked = receiver.hasHello || mayLive;
    }

    void removeGateway(final Receiver gateway) {
        for (int i = instances.size() - 1; i >= 0; i--) {
            if (instances.get(i).gateway == gateway.id) {
                remove(instances.get(i));
            }
        }
        remove(gateway);
    }

    /** Tells a gateway that lives but is lost to the engine that it is written off, as soon as it reads. */
    void writeOff(final Receiver gateway, final DirectBuffer frame, final int length) {
        forget(gateway);
        gateway.isTracked = false;
        gateway.isWrittenOff = true;
        if (gateway.isOpen()) {
            keep(gateway, frame, 0, length, NEVER, 0);
        }
    }

    /** Returns the gateway's receiver, which is created if there is none. */
    Receiver gateway(final long id) {
        Receiver receiver = gatewayById.get(id);
        if (receiver == null) {
            receiver = newReceiver(id, id);
            gatewayById.put(id, receiver);
            gateways.add(receiver);
        }
        return receiver;
    }

    /** Returns the instance's receiver, which is created if there is none. */
    Receiver instance(final long id, final long gateway) {
        Receiver receiver = instanceById.get(id);
        if (receiver == null) {
            receiver = newReceiver(id, gateway);
            audiences.invalidate();
            receiver.openedNs = context.nanoTime();
            instanceById.put(id, receiver);
            instances.add(receiver);
            look(receiver);
        }
        return receiver;
    }

    /** Handles an applied registration: from now on frames are sent to the instance, if its gateway is tracked. */
    void onRegistered(final Instance registered) {
        audiences.invalidate();
        final Receiver through = gatewayById.get(registered.gateway());
        if (through != null && through.isTracked) {
            final Receiver receiver = instance(registered.id(), registered.gateway());
            if (receiver.answeredEpoch == 0) {
                receiver.isTracked = !receiver.isFailed;
            }
            receiver.isStarted = true;
            receiver.instance = registered;
            receiver.openedNs = context.nanoTime();
        }
    }

    void open(final Receiver receiver, final String channel, final int streamId) {
        receiver.channel = channel;
        receiver.streamId = streamId;
        if (isLinkUp() && !receiver.isOpen()) {
            try {
                receiver.open(context.link().streams(), context.link().nanoClock(),
                    receiver.isGateway() ? context.link().gatewayTermLength() : instanceTermBytes);
            } catch (final RuntimeException e) {
                LOG.warn("cannot open the stream {} of {}: {}", channel, Long.toHexString(receiver.id), e.toString());
                fail(receiver, DisconnectReason.CLOSED);
            }
            look(receiver);
        }
    }

    void remove(final Receiver receiver) {
        audiences.invalidate();
        forget(receiver);
        receiver.close();
        receiver.isTracked = false;
        if (receiver.isGateway()) {
            gatewayById.remove(receiver.id);
            gateways.remove(receiver);
        } else {
            instanceById.remove(receiver.id);
            instances.remove(receiver);
        }
    }

    /** Sends a frame without a deadline, or keeps it. */
    void send(final Receiver receiver, final DirectBuffer buffer, final int offset, final int length) {
        send(receiver, buffer, offset, length, NEVER, 0);
    }

    /** Sends a frame, or keeps it. A frame with a deadline carries the request of the given index. */
    void send(final Receiver receiver, final DirectBuffer buffer, final int offset, final int length, final long deadlineNs,
        final long request) {
        if (!receiver.isTracked) {
            return;
        }
        if (!mustWait(receiver)) {
            final OutStream to = isLinkUp() ? receiver.connected() : null;
            if (to != null) {
                if (isWithheld(buffer, offset, deadlineNs, request) || offer(receiver, to, buffer, offset, length)) {
                    return;
                }
            }
        }
        keep(receiver, buffer, offset, length, deadlineNs, request);
        checkWindow(receiver);
    }

    /** Returns whether frames to a receiver must wait behind earlier ones. */
    boolean mustWait(final Receiver receiver) {
        return !receiver.backlog.isEmpty();
    }

    Receiver newReceiver(final long id, final long gateway) {
        return new Receiver(id, gateway);
    }

    /** Sends waiting frames, as far as they are taken. Returns the number sent. */
    int flush() {
        int work = 0;
        for (int i = busy.size() - 1; i >= 0; i--) {
            final Receiver receiver = busy.get(i);
            work += flush(receiver);
            if (!isBusy(receiver)) {
                receiver.isBusy = false;
                busy.remove(i);
            }
        }
        return work;
    }

    /** Returns whether a receiver has so much waiting that the fold, while it catches up, should wait. */
    boolean isCongested() {
        for (int i = 0; i < busy.size(); i++) {
            if (isCongested(busy.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Fails the receivers that have taken nothing for too long: the fold goes on without them. */
    void failCongested() {
        for (int i = busy.size() - 1; i >= 0; i--) {
            if (isCongested(busy.get(i))) {
                fail(busy.get(i), DisconnectReason.SLOW_CONSUMER);
            }
        }
    }

    /** Fails a receiver: the host is told once, and nothing more is sent. */
    void fail(final Receiver receiver, final DisconnectReason reason) {
        if (!receiver.isFailed) {
            audiences.invalidate();
            receiver.isFailed = true;
            receiver.isTracked = false;
            forget(receiver);
            if (receiver.isGateway()) {
                LOG.warn("gateway {} does not take its frames: it counts as lost", Long.toHexString(receiver.id));
                faults.onGatewayFailed(receiver.id);
            } else {
                counters.failed(reason);
                faults.onInstanceFailed(receiver.id, reason);
            }
        }
    }

    long waitingBytes() {
        return waitingBytes;
    }

    void close() {
        for (final Receiver receiver : gateways) {
            receiver.close();
        }
        for (final Receiver receiver : instances) {
            receiver.close();
        }
    }

    private boolean isCongested(final Receiver receiver) {
        final boolean isAwaited = !receiver.isGateway() || receiver.hasHello;
        return isAwaited && receiver.backlog.sizeBytes() > window(receiver) / 2;
    }

    private long window(final Receiver receiver) {
        return receiver.isGateway() ? context.windowTotalBytes() : context.windowBytes();
    }

    private void look(final Receiver receiver) {
        if (!receiver.isBusy) {
            receiver.isBusy = true;
            busy.add(receiver);
        }
    }

    private boolean isBusy(final Receiver receiver) {
        return !receiver.backlog.isEmpty() || !receiver.isFailed && receiver.isOpen() && !receiver.wasConnected
            || !receiver.isGateway() && !receiver.isFailed && !receiver.isOpen() && instanceById.containsKey(receiver.id);
    }

    private int flush(final Receiver receiver) {
        final OutStream to = isLinkUp() ? receiver.connected() : null;
        if (to == null) {
            checkConnection(receiver);
            return 0;
        }
        final Backlog backlog = receiver.backlog;
        int sent = 0;
        while (!backlog.isEmpty() && sent < FLUSH_LIMIT) {
            final int before = backlog.sizeBytes();
            final int offset = backlog.firstOffset();
            if (!isWithheld(backlog.buffer(), offset, backlog.firstNumber(), backlog.secondNumber())
                && !offer(receiver, to, backlog.buffer(), offset, backlog.firstLength())) {
                break;
            }
            if (!backlog.isEmpty()) {
                backlog.removeFirst();
                count(receiver, backlog.sizeBytes() - before);
            }
            sent++;
        }
        return sent;
    }

    private void checkConnection(final Receiver receiver) {
        if (receiver.isGateway() || receiver.isFailed || receiver.wasConnected || !isLinkUp()) {
            return;
        }
        // Before its registration is applied, an instance does not know its stream, however long the fold takes.
        if (receiver.isRefusedForGood()
            || receiver.instance != null && context.nanoTime() - receiver.openedNs > CONNECT_TIMEOUT_NS) {
            if (receiver.refusal() != null) {
                LOG.warn("stream {} of instance {} refused: {}", receiver.channel, Long.toHexString(receiver.id),
                    receiver.refusal());
            }
            fail(receiver, DisconnectReason.CLOSED);
        }
    }

    /** Returns whether the frame needs no further attempt: it was sent, was too long, or the receiver failed. */
    private boolean offer(final Receiver receiver, final OutStream to, final DirectBuffer buffer, final int offset,
        final int length) {
        if (length > to.maxMessageLength()) {
            LOG.error("a frame of {} bytes (record {}) exceeds what --max-frame {} allows for: dropped", length,
                Long.toHexString(FrameHeader.index(buffer, offset)), context.maxFrameBytes());
            counters.oversize();
            return true;
        }
        final long result = receiver.offer(to, buffer, offset, length);
        if (result > 0) {
            counters.sent(length);
            context.link().moved(length);
            return true;
        }
        if (result == Publication.MAX_POSITION_EXCEEDED) {
            fail(receiver, DisconnectReason.CLOSED);
            return true;
        }
        counters.backPressure();
        return false;
    }

    /** Returns whether a request must not be sent, since its deadline has passed. Notes a request that is withheld. */
    boolean isWithheld(final DirectBuffer buffer, final int offset, final long deadlineNs, final long request) {
        if (deadlineNs == NEVER || deadlineNs > context.clock().nanoTime()) {
            return false;
        }
        faults.onWithheld(request, FrameHeader.target(buffer, offset));
        counters.withhold();
        return true;
    }

    private void keep(final Receiver receiver, final DirectBuffer buffer, final int offset, final int length,
        final long deadlineNs, final long request) {
        final int before = receiver.backlog.sizeBytes();
        receiver.backlog.add(buffer, offset, length, deadlineNs, request);
        count(receiver, receiver.backlog.sizeBytes() - before);
        look(receiver);
    }

    private void checkWindow(final Receiver receiver) {
        final long window = window(receiver);
        if (isCatchingUp) {
            if (receiver.isGateway() && !receiver.hasHello && receiver.backlog.sizeBytes() > window) {
                // A gateway that has not sent a hello: when it does, the fold begins again.
                receiver.isTracked = false;
                forget(receiver);
            }
        } else if (receiver.backlog.sizeBytes() > window) {
            fail(receiver, DisconnectReason.SLOW_CONSUMER);
        } else if (waitingBytes > context.windowTotalBytes()) {
            fail(largest(), DisconnectReason.SLOW_CONSUMER);
        }
    }

    private Receiver largest() {
        Receiver largest = instances.get(0);
        for (int i = 1; i < instances.size(); i++) {
            if (instances.get(i).backlog.sizeBytes() > largest.backlog.sizeBytes()) {
                largest = instances.get(i);
            }
        }
        return largest;
    }

    private void forget(final Receiver receiver) {
        count(receiver, -receiver.backlog.sizeBytes());
        receiver.backlog.clear();
    }

    private void forgetBacklogs() {
        forgetBacklogs(instances);
        forgetBacklogs(gateways);
    }

    private void forgetBacklogs(final List<Receiver> receivers) {
        for (final Receiver receiver : receivers) {
            if (!receiver.isTracked) {
                forget(receiver);
            }
        }
    }

    private void count(final Receiver receiver, final int bytes) {
        if (!receiver.isGateway()) {
            waitingBytes += bytes;
        }
    }
}
