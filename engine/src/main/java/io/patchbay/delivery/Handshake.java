package io.patchbay.delivery;

import io.patchbay.aeron.InStream;
import io.patchbay.aeron.OutStream;
import io.patchbay.aeron.PendingPublication;
import io.patchbay.aeron.PendingSubscription;
import io.patchbay.aeron.StreamClient;
import io.patchbay.aeron.StreamSizes;
import io.patchbay.delivery.gateway.GatewayLink;
import io.patchbay.protocol.DisconnectReason;
import io.patchbay.protocol.StreamIds;

import org.agrona.CloseHelper;

import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/**
 * The handshake by which the engine learns the last frame that each receiver received. It sends an EngineHello with an epoch to
 * all gateways, and to each Aeron instance that they name, and notes the answers in the {@link Receivers}. It also handles
 * gateways that announce themselves later.
 */
final class Handshake implements AutoCloseable {
    private static final int CONTROL_LIMIT = 32;
    private static final long REPEAT_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Receivers receivers;
    private final DeliveryContext context;
    private final DownFrameEncoder encoder;
    private final ControlAdapter adapter = new ControlAdapter(this);
    private PendingPublication hello;
    private PendingSubscription control;
    private long epoch;
    private long nextHelloNs;
    private boolean isRunning;
    /** Set if the last handshake ended before its stream existed, so that no gateway was asked. */
    private boolean isUnasked;

    Handshake(final Receivers receivers, final DeliveryContext context, final DownFrameEncoder encoder) {
        this.receivers = receivers;
        this.context = context;
        this.encoder = encoder;
    }

    /** Reopens the streams after the link went down or up. */
    void onNewGeneration() {
        close();
        isUnasked = false;
        if (context.link().isUp()) {
            final StreamClient streams = context.link().streams();
            control = new PendingSubscription(streams, GatewayLink.IPC, StreamIds.CONTROL, null);
            hello = new PendingPublication(streams, context.link().nanoClock(),
                StreamSizes.publicationChannel(GatewayLink.IPC, StreamSizes.SMALL_TERM_BYTES), StreamIds.ENGINE_HELLO);
        }
    }

    /** Begins a handshake with a new epoch. */
    void begin() {
        epoch = Math.max(epoch + 1, context.clock().nanoTime());
        nextHelloNs = context.nanoTime();
        isRunning = true;
        isUnasked = false;
    }

    /** Ends the handshake; instances that have not answered fail. */
    void end() {
        isRunning = false;
        isUnasked = hello != null && hello.failure() != null;
        for (int i = 0; i < receivers.instances.size(); i++) {
            final Receiver instance = receivers.instances.get(i);
            if (isAwaited(instance)) {
                receivers.fail(instance, DisconnectReason.CLOSED);
            }
        }
    }

    /** Returns whether gateways that could not be asked, for lack of space for the stream to them, can be asked now. */
    boolean isOverdue() {
        final OutStream all = isUnasked && hello != null ? hello.poll() : null;
        return all != null && all.isConnected();
    }

    long epoch() {
        return epoch;
    }

    int poll() {
        final InStream subscription = control == null ? null : control.poll();
        int work = subscription == null ? 0 : subscription.poll(adapter, CONTROL_LIMIT);
        if (isRunning && subscription != null) {
            work += askAgain();
        }
        return work;
    }

    /** Returns whether a gateway has reported its last frame and all its instances in this epoch. */
    boolean isAnsweredBy(final long gateway) {
        final Receiver receiver = receivers.gatewayById.get(gateway);
        return receiver != null && receiver.answeredEpoch == epoch;
    }

    /** Returns whether all instances that gateways have named so far have answered. */
    boolean isAnsweredByInstances() {
        for (int i = 0; i < receivers.instances.size(); i++) {
            if (isMissing(receivers.instances.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns whether an instance was named by its gateway in this epoch and has not answered. Naming in an older epoch does not
     * count: a new subscription also reads frames that came after a dead engine last read, about instances that may have ended
     * long ago.
     */
    private boolean isMissing(final Receiver instance) {
        return instance.namedEpoch == epoch && isAwaited(instance);
    }

    /** Returns the named instances that have not answered, with their gateways, for the operator. */
    String unansweredInstances() {
        final StringJoiner names = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < receivers.instances.size(); i++) {
            final Receiver instance = receivers.instances.get(i);
            if (isMissing(instance)) {
                names.add(Long.toHexString(instance.id) + " of gateway " + Long.toHexString(instance.gateway));
            }
        }
        return names.toString();
    }

    /**
     * Returns whether an instance is expected to answer. An instance whose Registered frame its gateway has not received yet
     * cannot have received anything, nor have subscribed to its stream.
     */
    private boolean isAwaited(final Receiver instance) {
        if (!instance.isOpen() || instance.isFailed || instance.answeredEpoch == epoch) {
            return false;
        }
        final Receiver gateway = receivers.gatewayById.get(instance.gateway);
        return gateway != null && gateway.hadIndex >= instance.id;
    }

    void onGatewayHello(final long id, final long answered, final int streamId, final long index, final int n, final long ack) {
        final Receiver gateway = receivers.gateway(id);
        if (answered != 0) {
            gateway.namedEpoch = answered;
        }
        if (gateway.hasHello && answered == 0) {
            // The gateway's streams are new: frames on their way to it are lost, and it must be asked again.
            gateway.isTracked = false;
            gateway.close();
        } else if (gateway.hasHello && answered != epoch) {
            return;
        }
        if (!gateway.hasHello || !gateway.isTracked || isRunning) {
            gateway.hadIndex = index;
            gateway.hadN = n;
            gateway.hadAck = ack;
        }
        gateway.hasHello = true;
        gateway.isWrittenOff &= answered != 0;
        receivers.open(gateway, GatewayLink.IPC, streamId);
    }

    void onAttach(final long gateway, final long id, final int streamId, final String channel) {
        final Receiver instance = receivers.instance(id, gateway);
        final Receiver through = receivers.gatewayById.get(gateway);
        instance.namedEpoch = through == null ? 0 : through.namedEpoch;
        receivers.open(instance, channel, streamId);
    }

    void onGatewayReady(final long id, final long answered) {
        final Receiver gateway = receivers.gatewayById.get(id);
        if (gateway != null && gateway.hasHello) {
            gateway.answeredEpoch = answered;
        }
    }

    void onResume(final long id, final long answered, final long index, final int n, final long ack) {
        final Receiver instance = receivers.instanceById.get(id);
        if (instance != null && isRunning && answered == epoch) {
            instance.answeredEpoch = answered;
            instance.hadIndex = index;
            instance.hadN = n;
            instance.hadAck = ack;
        }
    }

    @Override
    public void close() {
        CloseHelper.closeAll(hello, control);
        hello = null;
        control = null;
    }

    /** Repeats the EngineHello, until all have answered: a receiver may have subscribed only after the last one was sent. */
    private int askAgain() {
        final long nowNs = context.nanoTime();
        if (nowNs - nextHelloNs < 0) {
            return 0;
        }
        final int length = encoder.engineHello(epoch);
        final OutStream all = hello.poll();
        final boolean isConnected = all != null && all.isConnected();
        nextHelloNs = nowNs + (isConnected ? REPEAT_NS : RETRY_NS);
        if (isConnected) {
            all.offer(encoder.buffer(), 0, length);
            for (int i = 0; i < receivers.instances.size(); i++) {
                final Receiver instance = receivers.instances.get(i);
                final OutStream to = isAwaited(instance) ? instance.connected() : null;
                if (to != null) {
                    to.offer(encoder.buffer(), 0, length);
                }
            }
        }
        return 1;
    }
}
