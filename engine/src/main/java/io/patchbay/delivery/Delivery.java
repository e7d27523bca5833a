package io.patchbay.delivery;

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
 * Carries what the engine says to its receivers: encodes each output once and sends it to the gateways and Aeron instances that
 * should have it, numbered for each, without what they have had before this engine started. Called by the engine while it
 * applies a record, and by the engine's host in its duty cycle; one thread.
 *
 * <p>Registered and Disconnect go to the gateway for Aeron instances too: the socket is their lifeline. A receiver that is not
 * known to live gets nothing.
 */
public final class Delivery implements Outputs, AutoCloseable {
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
     * Sends nothing before {@link #beginFold(Registry)}.
     *
     * @param context its settings, concluded here.
     */
    public Delivery(final DeliveryContext context) {
        final DeliveryFaults faults = context.conclude().faults();
        this.context = context;
        encoder = new DownFrameEncoder(StreamSizes.maxMessageBytes(context.maxFrameBytes()));
        lists = new ServiceListEncoder(encoder.buffer(), context.maxFrameBytes());
        receivers = new Receivers(context, counters, new DeliveryFaults() {
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
     * Follows the link: opens streams after it has come up, closes what is left of them after it went down.
     *
     * @return true where the link's generation has changed: {@link #beginHandshake()} is due if it is up.
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

    /** Asks all gateways and their Aeron instances what they have had. Poll {@link #pollControl()} for the answers. */
    public void beginHandshake() {
        handshake.begin();
    }

    /** Asks no more. Aeron instances that have not answered fail. */
    public void endHandshake() {
        handshake.end();
    }

    /**
     * Hears what gateways say.
     *
     * @return work done.
     */
    public int pollControl() {
        return handshake.poll();
    }

    /**
     * Returns whether a handshake that could not be held for want of room for its stream can be held now.
     *
     * @return false where none is owed.
     */
    public boolean isHandshakeOverdue() {
        return handshake.isOverdue();
    }

    /**
     * Has a gateway answered the handshake, or said hello by itself?
     *
     * @param gateway index of its gateway-started record.
     * @return true if so.
     */
    public boolean isAnsweredBy(final long gateway) {
        return handshake.isAnsweredBy(gateway);
    }

    /**
     * Have all Aeron instances that were named in the handshake answered?
     *
     * @return true if so.
     */
    public boolean isAnsweredByInstances() {
        return handshake.isAnsweredByInstances();
    }

    /**
     * Which of them have not, in words.
     *
     * @return their ids and their gateways'.
     */
    public String unansweredInstances() {
        return handshake.unansweredInstances();
    }

    /**
     * Is there a living gateway that misses frames which only a new fold can bring back?
     *
     * @return true where the handshake and the fold have to begin again.
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
     * The engine begins, at the start of the journal or, with {@link #resumeFold}, at a snapshot.
     *
     * @param of the new engine's registry.
     */
    public void beginFold(final Registry of) {
        registry = of;
        index = 0;
        isCatchingUp = true;
        withheld.clear();
        heldAcks.clear();
        receivers.catchingUp(true);
        receivers.onFold(handshake.epoch());
    }

    /**
     * Have all receivers that live had what was for them up to a snapshot? Then a fold may begin there. After the handshake.
     *
     * @param marks   of the snapshot.
     * @param mayLive whether a gateway that has not said hello can be alive.
     * @return false where somebody lacks something from before it.
     */
    public boolean isFullyReceived(final FrameMarks marks, final Predicate<FrameMarks.GatewayMark> mayLive) {
        return marks.areReceived(receivers, handshake.epoch(), mayLive);
    }

    /**
     * The engine begins at a snapshot, with a state: receivers are what they were there. After {@link #beginFold(Registry)} and
     * {@link #gatewayStarted(long, int, boolean)} for each gateway of the state.
     *
     * @param snapshotIndex  last record in the state.
     * @param snapshotTimeNs engine time there.
     * @param marks          whoever lacks a frame from before them is given up; nobody does where all was had.
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

    /** The engine has reached the end of the journal. Requests withheld on the way, and still open, are reported now. */
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

    /** To be called now and then while live: forgets instances that left before they came, tells gateways that are lost so. */
    public void sweep() {
        final int length = encoder.disconnect(0, 0, DisconnectReason.GATEWAY_LOST);
        receivers.sweep(index, encoder.buffer(), length);
    }

    /**
     * A gateway-started record has been applied.
     *
     * @param gateway its index.
     * @param slot    that the gateway took.
     * @param mayLive whether it can be alive although it has not said hello: its frames are kept for it.
     */
    public void gatewayStarted(final long gateway, final int slot, final boolean mayLive) {
        receivers.onGatewayStarted(gateway, slot, mayLive);
    }

    /**
     * A gateway-lost record has been applied.
     *
     * @param gateway index of its gateway-started record.
     * @param lives   whether it must be told.
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
     * An instance's session has ended, or it was given up: its stream closes.
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
     * Acks wait until {@link #releaseAcks(long)} from now on, or no longer.
     *
     * @param value true for {@code --sync interval}.
     */
    public void holdAcks(final boolean value) {
        isHoldingAcks = value;
    }

    /**
     * Are there acks that wait?
     *
     * @return true if so.
     */
    public boolean isHoldingAcks() {
        return !heldAcks.isEmpty();
    }

    /**
     * Sends the acks that wait.
     *
     * @param syncedIndex last record that is on disk.
     */
    public void releaseAcks(final long syncedIndex) {
        heldAcks.release(syncedIndex, receivers);
    }

    /**
     * Sends what waits, as far as it is taken.
     *
     * @return work done.
     */
    public int flush() {
        return receivers.flush();
    }

    /**
     * While catching up: should the fold wait for receivers to take what they have?
     *
     * @return true if so.
     */
    public boolean isCongested() {
        return receivers.isCongested();
    }

    /** Gives those up that the fold has waited for too long. */
    public void failCongested() {
        receivers.failCongested();
    }

    /**
     * Bytes that wait for all Aeron instances.
     *
     * @return bytes.
     */
    public long waitingBytes() {
        return receivers.waitingBytes();
    }

    /**
     * What has been done.
     *
     * @return counters, readable from any thread.
     */
    public DeliveryCounters counters() {
        return counters;
    }

    /** Closes all streams; the link stays. */
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
        // Each output has been sent when it was said.
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

    /** Where everything but the lifeline's frames goes. */
    private Receiver streamOf(final Instance to) {
        return to.isAeron() ? receivers.instanceById.get(to.id()) : receivers.gatewayById.get(to.gateway());
    }

    /** Numbers the frame that is to come; null where the receiver is not there or has had it. */
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

    /** Is it registered still, and reachable? */
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

    /** Null also where the receiver has had all that this record can bring: its frames need not be counted. */
    private Receiver listReceiver(final Receiver receiver) {
        return receiver == null || !receiver.isTracked || index < receiver.hadIndex ? null : receiver;
    }

    private void sendListFrame(final int length) {
        if (select(listReceiver) != null) {
            send(listReceiver, length);
        }
    }
}
