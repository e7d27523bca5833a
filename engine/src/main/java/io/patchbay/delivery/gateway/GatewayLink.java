package io.patchbay.delivery.gateway;

import io.patchbay.aeron.AeronLink;
import io.patchbay.aeron.AllocatedLogs;
import io.patchbay.aeron.BoundedAssembler;
import io.patchbay.aeron.DriverLink;
import io.patchbay.aeron.FrameHeader;
import io.patchbay.aeron.InStream;
import io.patchbay.aeron.PendingSubscription;
import io.patchbay.aeron.StreamClient;
import io.patchbay.aeron.StreamSizes;
import io.patchbay.protocol.StreamIds;
import io.patchbay.protocol.WholeFrames;
import io.patchbay.protocol.sbe.AcceptedDecoder;
import io.patchbay.protocol.sbe.DisconnectDecoder;
import io.patchbay.protocol.sbe.EngineHelloDecoder;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;

import io.aeron.FragmentAssembler;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.collections.IntHashSet;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;

/**
 * The gateway's end of all streams between it and the engine, and of the ingress of its Aeron instances. The gateway calls
 * {@link #doWork(int)} in its duty cycle and is called back through a {@link GatewayLinkHandler}. The link drops repeated frames
 * and answers an engine that starts. When the media driver is lost, all Aeron sessions end. Everything is opened again as soon as
 * there is a driver, and the engine continues after the last frame that this gateway received.
 *
 * <p>Owned by the gateway's thread.
 */
public class GatewayLink implements AutoCloseable {
    /** The channel of the streams between processes of one machine. */
    public static final String IPC = "aeron:ipc";
    private static final int HELLO_LIMIT = 4;

    private final DriverLink link;
    private final int slot;
    private final GatewayLinkHandler handler;
    private final ControlPublisher control = new ControlPublisher();
    private final ErrorStreams errors = new ErrorStreams();
    private final Long2ObjectHashMap<AttachedInstance> attached = new Long2ObjectHashMap<>();
    /** Attached instances whose streams may not exist yet. */
    private final LongHashSet unproven = new LongHashSet();
    private final LongArrayList closedIngress = new LongArrayList();
    private final EngineHelloDecoder helloDecoder = new EngineHelloDecoder();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final FragmentHandler helloHandler = this::onHello;
    private final FragmentAssembler deliveryAssembler = new FragmentAssembler(this::onDelivery);
    private final BoundedAssembler ingressAssembler;
    private final BoundedAssembler udpAssembler;
    /** The streams of the last driver that this link was connected to. */
    private StreamClient streams;
    private long generation;
    private long housekeepingNs;
    private long gateway;
    private PendingSubscription hello;
    private PendingSubscription delivery;
    private PendingSubscription ingress;
    private PendingSubscription udpIngress;
    private String udpEndpoint;
    private String udpChannel;
    private boolean isAnnounced;
    private int nextStream;
    private long epoch;
    private long lastIndex;
    private int lastN;
    private long lastAck;
    private long repeats;
    private long brokenFrames;

    /**
     * Creates a link without any streams.
     *
     * @param link    link of this thread; its owner closes it.
     * @param slot    slot that the gateway holds.
     * @param handler handler, called from {@link #doWork(int)}.
     */
    public GatewayLink(final DriverLink link, final int slot, final GatewayLinkHandler handler) {
        this.link = link;
        this.slot = slot;
        this.handler = handler;
        housekeepingNs = link.nanoClock().nanoTime() - AeronLink.HOUSEKEEPING_INTERVAL_NS;
        final int maxIngressBytes = StreamSizes.maxMessageBytes(link.maxFrameBytes());
        ingressAssembler = new BoundedAssembler(this::onIngress, maxIngressBytes, this::onIngressTooLarge);
        udpAssembler = new BoundedAssembler(this::onIngress, maxIngressBytes, this::onIngressTooLarge);
    }

    /**
     * Sets the identity of this gateway; before that, the link sends nothing to the engine. Called right after the
     * gateway-started record has been appended and the slot's line written. Called again, with nothing attached, when the gateway
     * begins as a new one after {@link GatewayLinkHandler#onWrittenOff()}.
     *
     * @param index index of its gateway-started record.
     */
    public void gateway(final long index) {
        gateway = index;
        nextStream = firstStream(index);
        attached.clear();
        unproven.clear();
        errors.close();
        epoch = 0;
        lastIndex = 0;
        lastN = 0;
        lastAck = 0;
        isAnnounced = false;
    }

    /**
     * Returns the first of this gateway's streams to instances. It is beyond those that earlier gateways of the slot used, since
     * an instance may still listen there: each of them took a record.
     *
     * @param index index of the gateway-started record.
     * @return an offset in the slot's range of stream ids.
     */
    protected int firstStream(final long index) {
        return (int)(index % StreamIds.INSTANCES_PER_GATEWAY);
    }

    /**
     * Runs the link, the streams and the callbacks once. Never blocks.
     *
     * @param limit maximum number of fragments for each stream.
     * @return work done, 0 = idle.
     */
    public int doWork(final int limit) {
        final long nowNs = link.nanoClock().nanoTime();
        int work = 0;
        if (nowNs - housekeepingNs >= AeronLink.HOUSEKEEPING_INTERVAL_NS) {
            housekeepingNs = nowNs;
            work += doHousekeeping();
        }
        if (link.isUp() && generation == link.generation()) {
            work += poll(delivery, deliveryAssembler, limit);
            work += poll(ingress, ingressAssembler, limit);
            work += poll(udpIngress, udpAssembler, limit);
        }
        return work;
    }

    /** Does all work but polling frames. */
    private int doHousekeeping() {
        int work = link.doWork();
        if (generation != link.generation()) {
            rebuild();
            work++;
        }
        work += reportClosedIngress();
        if (link.isUp()) {
            work += pollAnnouncement();
            work += pollHello();
            work += control.flush();
            work += errors.flush();
        }
        return work;
    }

    /**
     * Polls the delivery stream only, for a gateway that reads it more than once per duty cycle.
     *
     * @param limit maximum number of fragments.
     * @return fragments read.
     */
    public int pollDelivery(final int limit) {
        return generation == link.generation() && link.isUp() ? poll(delivery, deliveryAssembler, limit) : 0;
    }

    /**
     * Returns the engine's last heartbeat, like {@link AeronLink#engineBeat()}.
     *
     * @return a number that changes while an engine lives.
     */
    public long engineBeat() {
        return link.engineBeat();
    }

    /**
     * Returns whether Aeron instances can be accepted now.
     *
     * @return false if there is no media driver, no ingress stream yet, or no space for the stream to the engine.
     */
    public boolean isUp() {
        return generation == link.generation() && link.isUp() && ingress != null && ingress.poll() != null
            && control.refusal() == null;
    }

    /**
     * Returns the directory that IPC instances connect to.
     *
     * @return an absolute path.
     */
    public String aeronDir() {
        return link.aeronDir().toString();
    }

    /**
     * Returns the reason for which one more Aeron instance does not fit into the media driver's directory. Counts what the
     * attached instances have still to create, and what a restarted engine needs for its own streams.
     *
     * @return one ASCII line with the sizes, for the client; null if the instance fits.
     */
    public String refusalOfInstance() {
        final int maxFrameBytes = link.maxFrameBytes();
        final long streams = StreamSizes.instanceBytes(maxFrameBytes);
        final long errorStream = StreamSizes.errorStreamBytes();
        final long promised = unproven.size() * streams + (attached.size() - errors.size()) * errorStream;
        final long kept = 2 * StreamSizes.logBytes(StreamSizes.SMALL_TERM_BYTES) + StreamSizes.logBytes(link.gatewayTermLength());
        final long needed = streams + errorStream;
        long free = link.usableBytes() - promised - kept;
        if (free < needed && !unproven.isEmpty()) {
            // The engine may already have created its stream to some of the instances that are not proven.
            free += deliveriesOfUnproven() * (streams / 2);
        }
        return free >= needed ? null : "no room for the streams of one more Aeron instance: it needs "
            + AllocatedLogs.kib(needed) + ", " + AllocatedLogs.kib(Math.max(0, free)) + " are free for it in "
            + link.aeronDir().getParent().getParent();
    }

    private int deliveriesOfUnproven() {
        final IntHashSet streamIds = new IntHashSet();
        for (final AttachedInstance instance : attached.values()) {
            if (unproven.contains(instance.instance())) {
                streamIds.add(instance.streamId());
            }
        }
        return link.countPublications(streamIds);
    }

    /**
     * Notes that both streams of an attached instance exist, up and down: no further space is kept for them.
     *
     * @param instance index of its registration.
     */
    public void proven(final long instance) {
        unproven.remove(instance);
    }

    /**
     * Returns the reason for which Aeron instances cannot be accepted, or would not last.
     *
     * @return one line, for an operator.
     */
    public String trouble() {
        final String refusal = control.refusal();
        return refusal == null ? link.trouble() : refusal;
    }

    /**
     * Returns the stream id of this gateway's ingress, the same on IPC and UDP.
     *
     * @return the stream id.
     */
    public int ingressStreamId() {
        return StreamIds.INGRESS_BASE + slot;
    }

    /**
     * Opens the UDP ingress, unless that has been done. {@link #udpIngressChannel()} returns a channel once it is open.
     *
     * @param endpoint HOST:PORT to listen on; port 0 means any free one.
     */
    public void openUdpIngress(final String endpoint) {
        if (udpEndpoint == null) {
            udpEndpoint = endpoint;
            if (link.isUp() && generation == link.generation()) {
                addUdpIngress();
            }
        }
    }

    /**
     * Returns the channel that a UDP instance sends to.
     *
     * @return a channel with the actual port; null while the ingress is not open.
     */
    public String udpIngressChannel() {
        if (udpChannel == null && udpIngress != null) {
            final InStream subscription = udpIngress.poll();
            if (subscription != null) {
                udpChannel = subscription.tryResolveChannelEndpointPort();
            }
        }
        return udpChannel;
    }

    /**
     * Returns the reason for which the UDP ingress could not be opened.
     *
     * @return Aeron's message; null if there was no failure.
     */
    public String udpIngressFailure() {
        return udpIngress == null ? null : udpIngress.failure();
    }

    /**
     * Returns a stream id for the delivery to one more Aeron instance.
     *
     * @return the next id of this gateway's range.
     */
    public int nextDeliveryStreamId() {
        final int id = StreamIds.INSTANCE_DELIVERY_BASE + slot * StreamIds.INSTANCES_PER_GATEWAY + nextStream;
        nextStream = (nextStream + 1) % StreamIds.INSTANCES_PER_GATEWAY;
        return id;
    }

    /**
     * Tells the engine, now and whenever an engine starts, where an Aeron instance listens. Called right after the instance's
     * registration has been appended.
     *
     * @param instance index of its registration.
     * @param channel  {@code aeron:ipc} or {@code aeron:udp?endpoint=host:port}.
     * @param streamId result of {@link #nextDeliveryStreamId()}.
     */
    public void attach(final long instance, final String channel, final int streamId) {
        final AttachedInstance added = new AttachedInstance(instance, channel, streamId);
        attached.put(instance, added);
        unproven.add(instance);
        if (isAnnounced) {
            control.attach(gateway, epoch, added);
        }
    }

    /**
     * Forgets an Aeron instance whose session has ended.
     *
     * @param instance index of its registration.
     */
    public void detach(final long instance) {
        if (attached.remove(instance) != null) {
            unproven.remove(instance);
            errors.remove(instance);
        }
    }

    /**
     * Passes an instance's UpResume frame on to the engine.
     *
     * @param instance      index of the registration of the proven instance that sent it.
     * @param answeredEpoch epoch that the frame answers.
     * @param index         index of the last frame that the instance received.
     * @param n             number of the last frame that the instance received.
     * @param ack           index of the last ack that the instance received.
     */
    public void resume(final long instance, final long answeredEpoch, final long index, final int n, final long ack) {
        if (isAnnounced) {
            control.resume(instance, answeredEpoch, index, n, ack);
        }
    }

    /**
     * Sends an error answer of the gateway itself to an attached instance's delivery stream. Such a frame has index 0 and is not
     * numbered.
     *
     * @param instance index of its registration.
     * @param buffer   buffer with the frame.
     * @param offset   offset of its SBE header.
     * @param length   length of header and frame, up to 8 KiB.
     * @return false if the frame is dropped: the instance is not attached, or too many such frames wait for it.
     */
    public boolean offerError(final long instance, final DirectBuffer buffer, final int offset, final int length) {
        final AttachedInstance to = attached.get(instance);
        return to != null && link.isUp() && generation == link.generation()
            && errors.offer(link, to, buffer, offset, length);
    }

    /**
     * Returns the index of the last frame received.
     *
     * @return 0 before the first.
     */
    public long lastIndex() {
        return lastIndex;
    }

    /**
     * Returns the number of frames that were sent again after an engine's restart, and dropped.
     *
     * @return a count.
     */
    public long repeats() {
        return repeats;
    }

    /**
     * Returns the number of delivery frames that were cut off or had another schema, and were dropped. The engine does not send
     * such frames.
     *
     * @return a count.
     */
    public long brokenFrames() {
        return brokenFrames;
    }

    /** Closes all streams; the link stays open. */
    @Override
    public void close() {
        closeStreams();
    }

    private void rebuild() {
        closeStreams();
        // The generation may have changed twice: the link may be up again, on another driver.
        final boolean wasUp = (generation & 1) != 0;
        generation = link.generation();
        if (wasUp) {
            // The attached instances are cut off for good, so the engine must not wait for their answers.
            attached.clear();
            unproven.clear();
            handler.onDriverLost();
        }
        if (!link.isUp()) {
            return;
        }
        streams = link.streams();
        hello = new PendingSubscription(streams, IPC, StreamIds.ENGINE_HELLO, null);
        delivery = new PendingSubscription(streams, IPC, StreamIds.GATEWAY_DELIVERY_BASE + slot,
            (sender, sessionId) -> deliveryAssembler.freeSessionBuffer(sessionId));
        ingress = new PendingSubscription(streams, IPC, ingressStreamId(),
            (sender, sessionId) -> onIngressSenderGone(ingressAssembler, sender, sessionId));
        control.open(streams, link.nanoClock());
        if (udpEndpoint != null) {
            addUdpIngress();
        }
    }

    private void addUdpIngress() {
        final String channel = udpChannel != null ? udpChannel : "aeron:udp?endpoint=" + udpEndpoint;
        udpIngress = new PendingSubscription(streams, channel, ingressStreamId(),
            (sender, sessionId) -> onIngressSenderGone(udpAssembler, sender, sessionId));
    }

    private void closeStreams() {
        CloseHelper.closeAll(hello, delivery, ingress, udpIngress);
        hello = null;
        delivery = null;
        ingress = null;
        udpIngress = null;
        control.close();
        errors.close();
        deliveryAssembler.clear();
        ingressAssembler.clear();
        udpAssembler.clear();
        isAnnounced = false;
    }

    /** Announces this gateway, once for each connection to a driver: its identity, its last frame, and its attached instances. */
    private int pollAnnouncement() {
        if (isAnnounced || gateway == 0 || !control.isConnected() || hello.poll() == null || delivery.poll() == null) {
            return 0;
        }
        isAnnounced = true;
        announce(0);
        return 1;
    }

    private void announce(final long answered) {
        control.hello(gateway, answered, lastIndex, lastN, lastAck, StreamIds.GATEWAY_DELIVERY_BASE + slot);
        for (final AttachedInstance instance : attached.values()) {
            control.attach(gateway, answered, instance);
        }
        control.ready(gateway, answered);
    }

    private int pollHello() {
        final InStream subscription = isAnnounced ? hello.poll() : null;
        return subscription == null ? 0 : subscription.poll(helloHandler, HELLO_LIMIT);
    }

    private int poll(final PendingSubscription pending, final FragmentHandler assembler, final int limit) {
        final InStream subscription = pending == null ? null : pending.poll();
        return subscription == null ? 0 : subscription.poll(assembler, limit);
    }

    private void onHello(final DirectBuffer buffer, final int offset, final int length, final Header position) {
        if (WholeFrames.isWhole(buffer, offset, length)
            && FrameHeader.templateId(buffer, offset) == EngineHelloDecoder.TEMPLATE_ID) {
            epoch = helloDecoder.wrapAndApplyHeader(buffer, offset, header).epoch();
            announce(epoch);
        }
    }

    private void onDelivery(final DirectBuffer buffer, final int offset, final int length, final Header position) {
        if (length < FrameHeader.DOWN_LENGTH || !WholeFrames.isWhole(buffer, offset, length)) {
            brokenFrames++;
            return;
        }
        final int templateId = FrameHeader.templateId(buffer, offset);
        final long index = FrameHeader.index(buffer, offset);
        if (index == 0) {
            if (templateId == DisconnectDecoder.TEMPLATE_ID && FrameHeader.target(buffer, offset) == 0) {
                handler.onWrittenOff();
            }
            return;
        }
        if (isNew(templateId, index, FrameHeader.n(buffer, offset))) {
            handler.onFrame(templateId, buffer, offset, length);
        } else {
            repeats++;
        }
    }

    private boolean isNew(final int templateId, final long index, final int n) {
        if (templateId == AcceptedDecoder.TEMPLATE_ID) {
            if (index <= lastAck) {
                return false;
            }
            lastAck = index;
            return true;
        }
        if (index < lastIndex || index == lastIndex && n <= lastN) {
            return false;
        }
        lastIndex = index;
        lastN = n;
        return true;
    }

    private void onIngress(final DirectBuffer buffer, final int offset, final int length, final Header position) {
        link.moved(length);
        if (length >= FrameHeader.HEADER_LENGTH) {
            handler.onIngress(streams.senderOf(position), FrameHeader.templateId(buffer, offset), buffer, offset, length);
        }
    }

    private void onIngressTooLarge(final Header position) {
        handler.onIngressTooLarge(streams.senderOf(position));
    }

    /** Notes the end of a client's publication. Aeron's conductor calls this, also when the driver is lost. */
    private void onIngressSenderGone(final BoundedAssembler assembler, final long sender, final int sessionId) {
        assembler.freeSessionBuffer(sessionId);
        closedIngress.addLong(sender);
    }

    private int reportClosedIngress() {
        final int count = closedIngress.size();
        for (int i = 0; i < count; i++) {
            handler.onIngressClosed(closedIngress.getLong(i));
        }
        closedIngress.clear();
        return count;
    }
}
