package io.patchbay.delivery.gateway;

import io.patchbay.aeron.Backlog;
import io.patchbay.aeron.DriverLink;
import io.patchbay.aeron.OutStream;
import io.patchbay.aeron.PendingPublication;
import io.patchbay.aeron.StreamSizes;

import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The gateway's own publications to Aeron instances, for error answers to frames that never reached the journal. A publication is
 * opened when an instance first needs it; most instances never do. Owned by a {@link GatewayLink}.
 */
final class ErrorStreams implements AutoCloseable {
    /**
     * Limit of the bytes that wait for one instance. An instance that sends invalid frames faster than it reads loses some of the
     * answers.
     */
    static final int MAX_WAITING_BYTES = 64 * 1024;

    private final Long2ObjectHashMap<ErrorStream> streams = new Long2ObjectHashMap<>();

    boolean offer(final DriverLink link, final AttachedInstance to, final DirectBuffer buffer, final int offset,
        final int length) {
        ErrorStream stream = streams.get(to.instance());
        if (stream == null) {
            stream = new ErrorStream(link, to);
            streams.put(to.instance(), stream);
        }
        if (stream.waiting.sizeBytes() > MAX_WAITING_BYTES) {
            return false;
        }
        stream.waiting.add(buffer, offset, length, 0, 0);
        stream.flush();
        return true;
    }

    int flush() {
        int sent = 0;
        if (!streams.isEmpty()) {
            for (final ErrorStream stream : streams.values()) {
                sent += stream.flush();
            }
        }
        return sent;
    }

    /** Returns the number of publications. */
    int size() {
        return streams.size();
    }

    void remove(final long instance) {
        CloseHelper.close(streams.remove(instance));
    }

    @Override
    public void close() {
        CloseHelper.closeAll(streams.values());
        streams.clear();
    }

    private static final class ErrorStream implements AutoCloseable {
        private final Backlog waiting = new Backlog();
        private final PendingPublication publication;

        ErrorStream(final DriverLink link, final AttachedInstance to) {
            publication = new PendingPublication(link.streams(), link.nanoClock(),
                StreamSizes.publicationChannel(to.channel(), StreamSizes.SMALL_TERM_BYTES), to.streamId());
        }

        int flush() {
            int sent = 0;
            final OutStream to = waiting.isEmpty() ? null : publication.poll();
            while (to != null && !waiting.isEmpty()
                && to.offer(waiting.buffer(), waiting.firstOffset(), waiting.firstLength()) > 0) {
                waiting.removeFirst();
                sent++;
            }
            return sent;
        }

        @Override
        public void close() {
            publication.close();
        }
    }
}
