package io.patchbay.delivery;

import io.patchbay.aeron.AeronLink;
import io.patchbay.aeron.AeronLinkContext;
import io.patchbay.aeron.Backlog;
import io.patchbay.aeron.FrameHeader;
import io.patchbay.aeron.InStream;
import io.patchbay.aeron.PendingPublication;
import io.patchbay.aeron.PendingSubscription;
import io.patchbay.data.DataDirectory;
import io.patchbay.delivery.gateway.GatewayLink;
import io.patchbay.protocol.sbe.AcceptedDecoder;
import io.patchbay.protocol.sbe.EngineHelloDecoder;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.ProveEncoder;
import io.patchbay.protocol.sbe.UpResumeEncoder;

import io.aeron.FragmentAssembler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.SystemNanoClock;

import java.util.ArrayList;
import java.util.List;

/**
 * An Aeron instance with its own client: it reads its delivery stream, drops repeats, and answers an EngineHello through the
 * gateway's ingress.
 */
public final class TestInstance implements AutoCloseable {
    /** Every frame received, in order, without repeats. */
    public final List<ReceivedFrame> frames = new ArrayList<>();
    /** Number of frames dropped as repeats. */
    public int repeats;
    /** Whether the instance reads its stream. */
    public boolean isReading = true;
    private final AeronLink link;
    private final PendingSubscription subscription;
    private final PendingPublication up;
    private final long id;
    private final FragmentAssembler assembler = new FragmentAssembler(this::onFrame);
    private final Backlog waiting = new Backlog();
    private long lastIndex;
    private int lastN;
    private long lastAck;

    /**
     * Connects an IPC instance.
     *
     * @param directory data directory with a running driver.
     * @param id        index of the instance's registration.
     * @param streamId  id of its delivery stream.
     * @param ingress   stream id of its gateway's ingress.
     */
    public TestInstance(final DataDirectory directory, final long id, final int streamId, final int ingress) {
        this(directory, id, GatewayLink.IPC, streamId, GatewayLink.IPC, ingress);
    }

    /**
     * Connects an instance.
     *
     * @param directory data directory with a running driver.
     * @param id        index of the instance's registration.
     * @param channel   channel of its delivery stream.
     * @param streamId  id of its delivery stream.
     * @param upChannel channel of its gateway's ingress.
     * @param ingress   stream id of its gateway's ingress.
     */
    public TestInstance(final DataDirectory directory, final long id, final String channel, final int streamId,
        final String upChannel, final int ingress) {
        this.id = id;
        link = new AeronLink(new AeronLinkContext().dataDirectory(directory).launchDriver(false).name("test-instance"));
        while (!link.isUp()) {
            link.doWork();
            Thread.yield();
        }
        subscription = new PendingSubscription(link.streams(), channel, streamId, null);
        up = new PendingPublication(link.streams(), SystemNanoClock.INSTANCE, upChannel, ingress);
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final ProveEncoder prove = new ProveEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .instance(id).secretHi(1).secretLo(2);
        waiting.add(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + prove.encodedLength(), 0, 0);
    }

    /**
     * Runs the instance once.
     *
     * @return whether there was work.
     */
    public boolean doWork() {
        int work = link.doWork();
        final InStream from = link.isUp() ? subscription.poll() : null;
        if (from != null && isReading) {
            work += from.poll(assembler, 64);
        }
        while (link.isUp() && !waiting.isEmpty() && up.poll() != null
            && up.get().offer(waiting.buffer(), waiting.firstOffset(), waiting.firstLength()) > 0) {
            waiting.removeFirst();
            work++;
        }
        return work > 0;
    }

    /**
     * Returns the received frames of a kind.
     *
     * @param name name of the kind in the schema.
     * @return the frames, in order.
     */
    public List<ReceivedFrame> frames(final String name) {
        return frames.stream().filter(frame -> frame.name().equals(name)).toList();
    }

    /** Ends like an instance that dies: without unregistering. */
    @Override
    public void close() {
        link.close();
    }

    private void onFrame(final DirectBuffer buffer, final int offset, final int length, final Header header) {
        final int templateId = FrameHeader.templateId(buffer, offset);
        if (templateId == EngineHelloDecoder.TEMPLATE_ID) {
            answer(new EngineHelloDecoder().wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder()).epoch());
            return;
        }
        final long index = FrameHeader.index(buffer, offset);
        final int n = FrameHeader.n(buffer, offset);
        final boolean isAck = templateId == AcceptedDecoder.TEMPLATE_ID;
        if (isAck ? index <= lastAck : index < lastIndex || index == lastIndex && n <= lastN) {
            repeats++;
            return;
        }
        if (isAck) {
            lastAck = index;
        } else {
            lastIndex = index;
            lastN = n;
        }
        frames.add(ReceivedFrame.of(buffer, offset, length));
    }

    private void answer(final long epoch) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final UpResumeEncoder resume = new UpResumeEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .epoch(epoch).lastIndex(lastIndex).lastN(lastN).lastAck(lastAck);
        waiting.add(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + resume.encodedLength(), 0, 0);
    }

    /**
     * Returns the id of the instance.
     *
     * @return index of its registration.
     */
    public long id() {
        return id;
    }
}
