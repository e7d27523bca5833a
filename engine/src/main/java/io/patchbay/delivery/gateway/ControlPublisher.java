package io.patchbay.delivery.gateway;

import io.patchbay.aeron.Backlog;
import io.patchbay.aeron.OutStream;
import io.patchbay.aeron.PendingPublication;
import io.patchbay.aeron.StreamClient;
import io.patchbay.aeron.StreamSizes;
import io.patchbay.protocol.StreamIds;
import io.patchbay.protocol.sbe.AttachEncoder;
import io.patchbay.protocol.sbe.GatewayHelloEncoder;
import io.patchbay.protocol.sbe.GatewayReadyEncoder;
import io.patchbay.protocol.sbe.MessageHeaderEncoder;
import io.patchbay.protocol.sbe.ResumeEncoder;

import org.agrona.CloseHelper;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.NanoClock;

import java.nio.charset.StandardCharsets;

/**
 * Encodes a gateway's control frames and sends them to the engine in order, as fast as the stream takes them. Owned by a
 * {@link GatewayLink}.
 */
final class ControlPublisher implements AutoCloseable {
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(512);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final GatewayHelloEncoder hello = new GatewayHelloEncoder();
    private final AttachEncoder attach = new AttachEncoder();
    private final GatewayReadyEncoder ready = new GatewayReadyEncoder();
    private final ResumeEncoder resume = new ResumeEncoder();
    private final Backlog waiting = new Backlog();
    private PendingPublication publication;

    void open(final StreamClient streams, final NanoClock clock) {
        publication = new PendingPublication(streams, clock,
            StreamSizes.publicationChannel(GatewayLink.IPC, StreamSizes.SMALL_TERM_BYTES), StreamIds.CONTROL);
    }

    boolean isConnected() {
        final OutStream to = publication == null ? null : publication.poll();
        return to != null && to.isConnected();
    }

    /** Returns the reason for which the driver refuses the stream at the moment, or null. */
    String refusal() {
        return publication == null ? null : publication.failure();
    }

    void hello(final long gateway, final long epoch, final long index, final int n, final long ack, final int streamId) {
        hello.wrapAndApplyHeader(buffer, 0, header)
            .gateway(gateway).epoch(epoch).lastIndex(index).lastN(n).streamId(streamId).lastAck(ack);
        send(hello.encodedLength());
    }

    void attach(final long gateway, final long epoch, final AttachedInstance instance) {
        final byte[] channel = instance.channel().getBytes(StandardCharsets.US_ASCII);
        attach.wrapAndApplyHeader(buffer, 0, header)
            .gateway(gateway).epoch(epoch).instance(instance.instance()).streamId(instance.streamId())
            .putChannel(channel, 0, channel.length);
        send(attach.encodedLength());
    }

    void ready(final long gateway, final long epoch) {
        ready.wrapAndApplyHeader(buffer, 0, header).gateway(gateway).epoch(epoch);
        send(ready.encodedLength());
    }

    void resume(final long instance, final long epoch, final long index, final int n, final long ack) {
        resume.wrapAndApplyHeader(buffer, 0, header)
            .instance(instance).epoch(epoch).lastIndex(index).lastN(n).lastAck(ack);
        send(resume.encodedLength());
    }

    int flush() {
        int sent = 0;
        if (!waiting.isEmpty() && isConnected()) {
            while (!waiting.isEmpty()
                && publication.get().offer(waiting.buffer(), waiting.firstOffset(), waiting.firstLength()) > 0) {
                waiting.removeFirst();
                sent++;
            }
        }
        return sent;
    }

    @Override
    public void close() {
        CloseHelper.close(publication);
        publication = null;
        waiting.clear();
    }

    private void send(final int encodedLength) {
        waiting.add(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength, 0, 0);
        flush();
    }
}
