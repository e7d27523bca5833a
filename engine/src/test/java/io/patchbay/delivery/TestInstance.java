package io.patchbay.delivery;

import io.patchbay.journal.DataDirectory;
import io.patchbay.protocol.sbe.AcceptedDecoder;
import io.patchbay.protocol.sbe.EngineHelloDecoder;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.ProveEncoder;
import io.patchbay.protocol.sbe.UpResumeEncoder;

import io.aeron.FragmentAssembler;
import io.aeron.Subscription;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.SystemNanoClock;

import java.util.ArrayList;
import java.util.List;

/**
 * An Aeron instance with a client of its own: reads its delivery stream, drops repeats, and answers an engine's hello by the
 * gateway's ingress.
 */
public final class TestInstance implements AutoCloseable {
    /** Every frame, repeats left out, in order. */
    public final List<ReceivedFrame> frames = new ArrayList<>();
    /** Frames dropped as repeats. */
    public int repeats;
    /** Reads nothing while false. */
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
     * Connects.
     *
     * @param directory with a running driver.
     * @param id        of the instance.
     * @param streamId  of its delivery stream.
     * @param ingress   of its gateway.
     */
    public TestInstance(final DataDirectory directory, final long id, final int streamId, final int ingress) {
        this(directory, id, GatewayLink.IPC, streamId, GatewayLink.IPC, ingress);
    }

    /**
     * Connects.
     *
     * @param directory with a running driver.
     * @param id        of the instance.
     * @param channel   of its delivery stream.
     * @param streamId  of its delivery stream.
     * @param upChannel of its gateway's ingress.
     * @param ingress   of its gateway.
     */
    public TestInstance(final DataDirectory directory, final long id, final String channel, final int streamId,
        final String upChannel, final int ingress) {
        this.id = id;
        link = new AeronLink(new AeronLinkContext().dataDirectory(directory).launchDriver(false).name("test-instance"));
        while (!link.isUp()) {
            link.doWork();
            Thread.yield();
        }
        subscription = new PendingSubscription(link.aeron(), channel, streamId, null);
        up = new PendingPublication(link.aeron(), SystemNanoClock.INSTANCE, upChannel, ingress);
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final ProveEncoder prove = new ProveEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
            .instance(id).secretHi(1).secretLo(2);
        waiting.add(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + prove.encodedLength(), 0, 0);
    }

    /**
     * Runs it once.
     *
     * @return whether there was work.
     */
    public boolean doWork() {
        int work = link.doWork();
        final Subscription from = link.isUp() ? subscription.poll() : null;
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
     * Frames of a kind.
     *
     * @param name of the kind.
     * @return in order.
     */
    public List<ReceivedFrame> frames(final String name) {
        return frames.stream().filter(frame -> frame.name().equals(name)).toList();
    }

    /** Dies. */
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
     * Who it is.
     *
     * @return its id.
     */
    public long id() {
        return id;
    }
}
