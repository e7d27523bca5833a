package io.patchbay.simulation;

import io.patchbay.aeron.FrameHeader;
import io.patchbay.aeron.OutStream;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.RequestDecoder;

import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import org.agrona.DirectBuffer;

import java.util.ArrayList;
import java.util.List;

/**
 * A fake of Aeron's {@code ExclusivePublication}, with the semantics of IPC: what was offered is there for the reader, even if
 * the writer dies.
 */
final class SimPublication implements OutStream {
    final long registrationId;
    final int streamId;
    final int driver;
    final List<SimImage> images = new ArrayList<>(2);
    boolean isOpen;
    final SimAeron aeron;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final RequestDecoder request = new RequestDecoder();
    private boolean isClosed;
    private long position;

    SimPublication(final SimAeron aeron, final int streamId) {
        this.aeron = aeron;
        this.streamId = streamId;
        driver = aeron.driver;
        registrationId = aeron.streams.nextId();
    }

    @Override
    public boolean isConnected() {
        return !isClosed && !images.isEmpty();
    }

    @Override
    public int maxMessageLength() {
        return SimStreams.WINDOW_BYTES;
    }

    @Override
    public int maxPayloadLength() {
        return -1;
    }

    @Override
    public long tryClaim(final int length, final BufferClaim claim) {
        throw new IllegalStateException();
    }

    @Override
    public long offer(final DirectBuffer buffer, final int offset, final int length) {
        aeron.process.step();
        if (isClosed) {
            return Publication.CLOSED;
        }
        if (images.isEmpty()) {
            return Publication.NOT_CONNECTED;
        }
        for (int i = 0; i < images.size(); i++) {
            if (images.get(i).unreadBytes() + length > SimStreams.WINDOW_BYTES) {
                return Publication.BACK_PRESSURED;
            }
        }
        if (aeron.streams.random.oneIn(64)) {
            return Publication.ADMIN_ACTION;
        }
        for (int i = 0; i < images.size(); i++) {
            images.get(i).put(buffer, offset, length);
        }
        aeron.streams.trace.offered(this, buffer, offset);
        if (aeron.process.requests != null && FrameHeader.templateId(buffer, offset) == Keys.REQUEST) {
            reportRequest(buffer, offset);
        }
        position += length;
        aeron.process.step();
        return position;
    }

    private void reportRequest(final DirectBuffer buffer, final int offset) {
        request.wrapAndApplyHeader(buffer, offset, header).skipDestination();
        request.skipConsumer();
        if (request.responderLength() > 0) {
            aeron.process.requests.accept(request.deadline());
        }
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            aeron.publications.remove(this);
            aeron.streams.publications.remove(this);
            for (int i = 0; i < images.size(); i++) {
                images.get(i).isEnded = true;
            }
            images.clear();
        }
    }
}
