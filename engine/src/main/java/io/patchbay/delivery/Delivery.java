package io.patchbay.delivery;

import io.patchbay.aeron.FrameHeader;
import io.patchbay.aeron.StreamSizes;
import io.patchbay.engine.Audience;
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
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Sends the engine's outputs to their receivers. It encodes each output once, numbers it for each gateway and Aeron instance that
 * should have it, and leaves out what a receiver got before this engine started. Called by the engine while it applies a record,
 * and by the engine's host in its duty cycle; one thread.
 *
 * <p>Registered and Disconnect frames for Aeron instances go to their gateway too, since it holds their connection. A receiver
 * that is not known to live gets nothing.
 */
public class Delivery implements Outputs, AutoCloseable {
    private static final long NO_INSTANCE = -1;
    private static final DirectBuffer NO_EVENT = new UnsafeBuffer(new byte[0]);

    private final DeliveryContext context;
    private final DeliveryCounters counters = new DeliveryCounters();
    private final DownFrameEncoder encoder;
    private final ServiceListEncoder lists;
    private final Receivers receivers;
    private final Handshake handshake;
    private final HeldAcks heldAcks = new HeldAcks();
    private final ExpandableArrayBuffer methods = new ExpandableArrayBuffer(1024);
    private final List<Receiver> selected = new ArrayList<>();
    private final Long2LongHashMap withheld = new Long2LongHashMap(NO_INSTANCE);
    private final ServiceListEncoder.FrameSink listSink = this::sendListFrame;
    private Receiver listReceiver;
    private Registry registry;
    private boolean isHoldingAcks;
    private boolean isCatchingUp = true;
    private long generation;
    private long index;
    private long timeNs;

    /**
     * Creates a delivery that sends nothing before {@link #beginFold(Registry)}.
     *
     * @param context settings of the delivery; concluded here.
     */
    public Delivery(final DeliveryContext context) {
        final DeliveryFaults faults = context.conclude().faults();
        this.context = context;
        encoder = new DownFrameEncoder(StreamSizes.maxMessageBytes(context.maxFrameBytes()));
        lists = new ServiceListEncoder(encoder.buffer(), context.maxFrameBytes());
        receivers = context.receivers().newReceivers(context, counters, new DeliveryFaults() {
            @Override
            public void onWithheld(final long request, final long instance) {
                if (isCatchingUp) {
                    withheld.put(request, instance);
                } else {
                    faults.onWithheld(request, instance);
                }
            }

            @Override
            public void onInstanceFailed(final long instance, final DisconnectReason reason) {
                faults.onInstanceFailed(instance, reason);
            }

            @Override
            public void onGatewayFailed(final long gateway) {
                faults.onGatewayFailed(gateway);
            }
        });
        handshake = new Handshake(receivers, context, encoder);
    }

    /**
     * Follows the link: opens streams after it has come up, and closes the old ones after it went down.
     *
     * @return true if the link's generation has changed: if the link is up, {@link #beginHandshake()} is due.
     */
    public boolean pollLink() {
        if (generation == context.link().generation()) {
            return false;
        }
        generation = context.link().generation();
        receivers.onNewGeneration();
        handshake.onNewGeneration();
        return true;
    }

    /** Asks all gateways and their Aeron instances for the last frame they received. {@link #pollControl()} reads the answers. */
    public void beginHandshake() {
        handshake.begin();
    }

    /** Ends the handshake. Aeron instances that have not answered fail. */
    public void endHandshake() {
        handshake.end();
    }

    /**
     * Reads the control frames of gateways.
     *
     * @return work done.
     */
    public int pollControl() {
        return handshake.poll();
    }

    /**
     * Returns whether a handshake that was not possible for lack of space for its stream is possible now.
     *
     * @return false if none is pending.
     */
    public boolean isHandshakeOverdue() {
        return handshake.isOverdue();
    }

    /**
     * Returns whether a gateway has answered the handshake, or has sent a hello on its own.
     *
     * @param gateway index of its gateway-started record.
     * @return true if it has.
     */
    public boolean isAnsweredBy(final long gateway) {
        return handshake.isAnsweredBy(gateway);
    }

    /**
     * Returns whether all Aeron instances that were named in the handshake have answered.
     *
     * @return true if they have.
     */
    public boolean isAnsweredByInstances() {
        return handshake.isAnsweredByInstances();
    }

    /**
     * Returns the Aeron instances that have not answered the handshake.
     *
     * @return their ids and those of their gateways, for the log.
     */
    public String unansweredInstances() {
        return handshake.unansweredInstances();
    }

    /**
     * Returns whether a living gateway misses frames that only a new fold can send again.
     *
     * @return true if the handshake and the fold have to begin again.
     */
    public boolean isFoldNeeded() {
        for (int i = 0; i < receivers.gateways.size(); i++) {
            final Receiver gateway = receivers.gateways.get(i);
            if (gateway.hasHello && gateway.isStarted && !gateway.isTracked && !gateway.isFailed && !gateway.isWrittenOff) {
                return true;
            }
        }
        return false;
    }

    /**
     * Begins a fold: the engine starts at the beginning of the journal or, with {@link #resumeFold}, at a snapshot.
     *
     * @param newRegistry registry of the new engine.
     */
    public void beginFold(final Registry newRegistry) {
        registry = newRegistry;
        index = 0;
        isCatchingUp = true;
        withheld.clear();
        heldAcks.clear();
        receivers.catchingUp(true);
        receivers.onFold(handshake.epoch());
    }

    /**
     * Returns whether all living receivers have received everything up to a snapshot, so that a fold may begin there. Called
     * after the handshake.
     *
     * @param marks   marks of the snapshot.
     * @param mayLive tests whether a gateway that has not sent a hello may be alive.
     * @return false if a receiver misses something from before the snapshot.
     */
    public boolean isFullyReceived(final FrameMarks marks, final Predicate<FrameMarks.GatewayMark> mayLive) {
        return marks.areReceived(receivers, handshake.epoch(), mayLive);
    }

    /**
     * Takes over the receivers of a snapshot, from whose state the engine begins. Called after {@link #beginFold(Registry)} and
     * {@link #gatewayStarted(long, int, boolean)} for each gateway of the state.
     *
     * @param snapshotIndex  index of the last record in the state.
     * @param snapshotTimeNs engine time at that record.
     * @param marks          marks of the snapshot; a receiver that misses a frame from before them fails. None does if
     *     {@link #isFullyReceived} was true.
     */
    public void resumeFold(final long snapshotIndex, final long snapshotTimeNs, final FrameMarks marks) {
        begin(snapshotIndex, snapshotTimeNs);
        for (final Instance instance : registry.instances()) {
            if (instance.isAeron()) {
                receivers.onRegistered(instance);
            }
        }
        marks.failReceiversBehind(receivers, handshake.epoch());
    }

    /**
     * Ends the catch-up: the engine has reached the end of the journal. Requests that were withheld on the way and are still open
     * are reported now.
     */
    public void endFold() {
        isCatchingUp = false;
        receivers.catchingUp(false);
        for (final Long2LongHashMap.EntryIterator i = withheld.entrySet().iterator(); i.hasNext();) {
            i.next();
            context.faults().onWithheld(i.getLongKey(), i.getLongValue());
        }
        withheld.clear();
        sweep();
    }

    /**
     * Forgets receivers of instances that left before they appeared, and tells living gateways that the engine no longer knows.
     * Called now and then while live.
     */
    public void sweep() {
        final int length = encoder.disconnect(0, 0, DisconnectReason.GATEWAY_LOST);
        receivers.sweep(index, encoder.buffer(), length);
    }

    /**
     * Handles an applied gateway-started record.
     *
     * @param gateway index of the record.
     * @param slot    slot that the gateway took.
     * @param mayLive whether the gateway may be alive although it has not sent a hello: frames for it are kept.
     */
    public void gatewayStarted(final long gateway, final int slot, final boolean mayLive) {
        receivers.onGatewayStarted(gateway, slot, mayLive);
    }

    /**
     * Handles an applied gateway-lost record.
     *
     * @param gateway index of the gateway's gateway-started record.
     * @param lives   whether the gateway still lives and must be told.
     */
    public void gatewayLost(final long gateway, final boolean lives) {
        final Receiver receiver = receivers.gatewayById.get(gateway);
        if (receiver == null) {
            return;
        }
        receivers.removeGateway(receiver);
        if (lives && receiver.hasHello) {
            final Receiver told = receivers.gateway(gateway);
            told.slot = receiver.slot;
            told.hasHello = true;
            receivers.open(told, receiver.channel, receiver.streamId);
            final int length = encoder.disconnect(0, 0, DisconnectReason.GATEWAY_LOST);
            receivers.writeOff(told, encoder.buffer(), length);
        }
    }

    /**
     * Closes the stream of an instance whose session has ended or which has failed.
     *
     * @param instance index of its registration.
     */
    public void instanceGone(final long instance) {
        final Receiver receiver = receivers.instanceById.get(instance);
        if (receiver != null) {
            receivers.remove(receiver);
        }
    }

    /**
     * Sets whether acks wait for {@link #releaseAcks(long)} from now on.
     *
     * @param value true for {@code --sync interval}.
     */
    public void holdAcks(final boolean value) {
        isHoldingAcks = value;
    }

    /**
     * Returns whether acks are waiting.
     *
     * @return true if any are.
     */
    public boolean isHoldingAcks() {
        return !heldAcks.isEmpty();
    }

    /**
     * Sends the acks that wait for records up to an index.
     *
     * @param syncedIndex index of the last record that is on disk.
     */
    public void releaseAcks(final long syncedIndex) {
        heldAcks.release(syncedIndex, receivers);
    }

    /**
     * Sends waiting frames, as far as their receivers take them.
     *
     * @return work done.
     */
    public int flush() {
        return receivers.flush();
    }

    /**
     * Returns whether the fold, while it catches up, should wait for receivers to take their waiting frames.
     *
     * @return true if it should wait.
     */
    public boolean isCongested() {
        return receivers.isCongested();
    }

    /** Fails the receivers for which the fold has waited too long. */
    public void failCongested() {
        receivers.failCongested();
    }

    /**
     * Returns the bytes that wait for all Aeron instances together.
     *
     * @return bytes.
     */
    public long waitingBytes() {
        return receivers.waitingBytes();
    }

    /**
     * Returns the counters of this delivery.
     *
     * @return the counters, readable from any thread.
     */
    public DeliveryCounters counters() {
        return counters;
    }

    /** Closes all streams; the link stays open. */
    @Override
    public void close() {
        handshake.close();
        receivers.close();
    }

    @Override
    public void begin(final long recordIndex, final long recordTimeNs) {
        index = recordIndex;
        timeNs = recordTimeNs;
    }

    @Override
    public void end() {
        // Each output is sent as soon as the engine reports it.
    }

    @Override
    public void left(final Instance instance, final DisconnectReason reason) {
        receivers.audiences.invalidate();
    }

    @Override
    public void registered(final Instance instance, final Registry now) {
        receivers.audiences.invalidate();
        if (instance.isAeron()) {
            receivers.onRegistered(instance);
        }
        listReceiver = listReceiver(receivers.gatewayById.get(instance.gateway()));
        if (listReceiver != null) {
            lists.registered(index, instance.id(), now, listSink);
        }
    }

    @Override
    public void accepted(final Instance to, final boolean hasId, final long idHi, final long idLo) {
        final Receiver receiver = streamOf(to);
        if (receiver != null && receiver.isTracked && index > receiver.hadAck) {
            final int length = encoder.accepted(index, to, hasId, idHi, idLo);
            if (isHoldingAcks) {
                heldAcks.add(receiver, encoder.buffer(), length);
            } else {
                receivers.send(receiver, encoder.buffer(), 0, length);
            }
        }
    }

    @Override
    public void error(final Instance to, final ErrorCode code, final boolean hasId, final long idHi, final long idLo,
        final String text) {
        final Receiver receiver = select(streamOf(to));
        if (receiver != null) {
            send(receiver, encoder.failure(index, to, code, hasId, idHi, idLo, text));
        }
    }

    @Override
    public void message(final Instance to, final Instance from, final MessageInput message, final long deadlineNs) {
        final Receiver receiver = select(streamOf(to));
        if (receiver != null) {
            final boolean isRequest = message.responder.capacity() > 0;
            final int length = encoder.request(index, to, from, message, deadlineNs);
            FrameHeader.putN(encoder.buffer(), receiver.selectedN);
            receivers.send(receiver, encoder.buffer(), 0, length, isRequest ? deadlineNs : Receivers.NEVER, message.index);
        }
    }

    @Override
    public void reply(final Instance to, final Instance from, final ReplyInput reply, final DirectBuffer responder,
        final long request) {
        final Receiver receiver = to == null ? null : select(streamOf(to));
        if (receiver != null) {
            send(receiver, encoder.reply(index, to, from, reply, responder));
        }
    }

    @Override
    public void serviceConnect(final Instance instance) {
        lifecycle(instance, EventName.SERVICE_CONNECT, null);
    }

    @Override
    public void serviceOnline(final Instance instance) {
        lifecycle(instance, EventName.SERVICE_ONLINE, null);
    }

    @Override
    public void serviceDisconnect(final Instance instance, final DisconnectReason reason) {
        lifecycle(instance, EventName.SERVICE_DISCONNECT, reason);
    }

    @Override
    public void serviceOffline(final Instance instance, final DisconnectReason reason) {
        lifecycle(instance, EventName.SERVICE_OFFLINE, reason);
    }

    @Override
    public void broadcastMessage(final Instance from, final BroadcastInput broadcast) {
        selectGateways();
        final AudienceCache.Entry hearers = receivers.audiences.entry(from.id(), NO_EVENT);
        if (!hearers.isFilled()) {
            for (int i = 0; i < receivers.instances.size(); i++) {
                final Receiver receiver = receivers.instances.get(i);
                if (isListening(receiver) && Audience.ofBroadcast(receiver.instance, from.id())) {
                    hearers.add(receiver);
                }
            }
            hearers.filled();
        }
        selectAll(hearers);
        if (!selected.isEmpty()) {
            sendSelected(encoder.broadcast(index, timeNs, from, broadcast));
        }
    }

    @Override
    public void unhandledMessage(final Unhandled unhandled) {
        selectGateways();
        final long sender = unhandled.sender == null ? 0 : unhandled.sender.id();
        for (int i = 0; i < receivers.instances.size(); i++) {
            final Receiver receiver = receivers.instances.get(i);
            if (isListening(receiver) && Audience.ofUnhandled(receiver.instance, sender)) {
                addSelected(receiver);
            }
        }
        if (!selected.isEmpty()) {
            sendSelected(encoder.unhandled(index, timeNs, unhandled));
        }
    }

    @Override
    public void customEvent(final Instance from, final EmitInput emit) {
        selectGateways();
        final AudienceCache.Entry hearers = receivers.audiences.entry(from.id(), emit.event);
        if (!hearers.isFilled()) {
            for (int i = 0; i < receivers.instances.size(); i++) {
                final Receiver receiver = receivers.instances.get(i);
                if (isListening(receiver) && Audience.ofCustom(receiver.instance, from.id(), from.name(), emit.event)) {
                    hearers.add(receiver);
                }
            }
            hearers.filled();
        }
        selectAll(hearers);
        if (!selected.isEmpty()) {
            sendSelected(encoder.custom(index, timeNs, from, emit));
        }
    }

    @Override
    public void services(final Instance to, final Registry now, final DirectBuffer service) {
        listReceiver = listReceiver(streamOf(to));
        if (listReceiver != null) {
            lists.services(index, to.id(), now, service.getStringWithoutLengthAscii(0, service.capacity()), listSink);
        }
    }

    @Override
    public void status(final Instance to, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason, final long ended) {
        final Receiver receiver = select(streamOf(to));
        if (receiver != null) {
            send(receiver, encoder.status(index, to, idHi, idLo, status, reason, ended));
        }
    }

    @Override
    public void disconnect(final Instance instance, final DisconnectReason reason) {
        final Receiver receiver = select(receivers.gatewayById.get(instance.gateway()));
        if (receiver != null) {
            send(receiver, encoder.disconnect(index, instance.id(), reason));
        }
    }

    @Override
    public void ended(final long request, final long idHi, final long idLo, final RequestStatus status,
        final UnhandledReason reason) {
        if (!withheld.isEmpty()) {
            withheld.remove(request);
        }
    }

    private void lifecycle(final Instance instance, final EventName event, final DisconnectReason reason) {
        selectGateways();
        for (int i = 0; i < receivers.instances.size(); i++) {
            final Receiver receiver = receivers.instances.get(i);
            if (isListening(receiver) && Audience.ofLifecycle(receiver.instance, event, instance.id())) {
                addSelected(receiver);
            }
        }
        if (!selected.isEmpty()) {
            final int length = ServiceListEncoder.join(instance.methods(), 0, instance.methods().size(), methods);
            sendSelected(encoder.lifecycle(index, timeNs, instance, event, reason, methods, length));
        }
    }

    /**
     * Returns the stream to an instance: its own for an Aeron instance, otherwise its gateway's. Registered and Disconnect do not
     * go this way.
     */
    private Receiver streamOf(final Instance to) {
        return to.isAeron() ? receivers.instanceById.get(to.id()) : receivers.gatewayById.get(to.gateway());
    }

    /** Numbers the next frame to a receiver. Returns null if the receiver is unknown or has already received that frame. */
    private Receiver select(final Receiver receiver) {
        if (receiver == null || !receiver.isTracked) {
            return null;
        }
        receiver.selectedN = receiver.nextN(index);
        return receiver.lacks(index, receiver.selectedN) ? receiver : null;
    }

    private void send(final Receiver receiver, final int length) {
        FrameHeader.putN(encoder.buffer(), receiver.selectedN);
        receivers.send(receiver, encoder.buffer(), 0, length);
    }

    /** Returns whether an Aeron instance is reachable and still registered. */
    private boolean isListening(final Receiver receiver) {
        return receiver.isTracked && receiver.instance != null && registry.instance(receiver.id) != null;
    }

    private void selectGateways() {
        selected.clear();
        for (int i = 0; i < receivers.gateways.size(); i++) {
            addSelected(receivers.gateways.get(i));
        }
    }

    private void selectAll(final AudienceCache.Entry hearers) {
        for (int i = 0; i < hearers.size(); i++) {
            addSelected(hearers.get(i));
        }
    }

    private void addSelected(final Receiver receiver) {
        if (select(receiver) != null) {
            selected.add(receiver);
        }
    }

    private void sendSelected(final int length) {
        for (int i = 0; i < selected.size(); i++) {
            send(selected.get(i), length);
        }
    }

    /**
     * Returns the receiver of a list. Null also if it has received every frame that this record can cause: then they need not be
     * counted.
     */
    private Receiver listReceiver(final Receiver receiver) {
        return receiver == null || !receiver.isTracked || index < receiver.hadIndex ? null : receiver;
    }

    private void sendListFrame(final int length) {
        if (select(listReceiver) != null) {
            send(listReceiver, length);
        }
    }
}
