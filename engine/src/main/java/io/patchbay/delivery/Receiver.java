package io.patchbay.delivery;

import io.patchbay.aeron.Backlog;
import io.patchbay.aeron.OutStream;
import io.patchbay.aeron.PendingPublication;
import io.patchbay.aeron.StreamClient;
import io.patchbay.aeron.StreamSizes;
import io.patchbay.engine.Instance;

import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * One ordered stream to a gateway or an Aeron instance: its numbering, the last frame that the receiver received, its publication
 * and its backlog. Owned by {@link Receivers}.
 */
class Receiver {
    /** Index of the gateway-started record, or of the registration. */
    final long id;
    /** Id of the gateway itself, or of the gateway that holds the instance's connection. */
    final long gateway;
    final Backlog backlog = new Backlog();
    private final BufferClaim claim = new BufferClaim();

    /** Set while frames are numbered, kept and sent without a gap since its record. Without it nothing is sent. */
    boolean isTracked;
    /** Set once its record has been applied in this fold. */
    boolean isStarted;
    /** For a gateway: set once it has sent a hello in this generation of the link. */
    boolean hasHello;
    /** For a gateway: set when the engine no longer knows it; the gateway is sent only that news. */
    boolean isWrittenOff;
    /**
     * For a gateway: the epoch of the EngineHello in whose answer it is naming its instances. For an instance: the epoch in which
     * it was named.
     */
    long namedEpoch;
    /**
     * For an instance: the epoch of the EngineHello that it has answered. For a gateway: the epoch for which it has sent
     * GatewayReady.
     */
    long answeredEpoch;
    /** Set once the receiver has failed; the record of that is to be appended. */
    boolean isFailed;
    /** Set once the publication has been connected. */
    boolean wasConnected;
    /** Set while it is in the list of receivers that {@link Receivers#flush()} visits. */
    boolean isBusy;
    int slot = -1;
    int streamId;
    String channel;
    /** The registered instance; null for a gateway, and until the registration has been applied. */
    Instance instance;
    long openedNs;
    long hadIndex;
    int hadN;
    long hadAck;
    /** Number of the frame that is being sent. */
    int selectedN;
    private long numberedIndex;
    private int nextN;
    private PendingPublication publication;

    Receiver(final long id, final long gateway) {
        this.id = id;
        this.gateway = gateway;
    }

    boolean isGateway() {
        return id == gateway;
    }

    /** Returns the next number among a record's frames to this receiver, and advances it. */
    int nextN(final long index) {
        if (numberedIndex != index) {
            numberedIndex = index;
            nextN = 0;
        }
        return nextN++;
    }

    /** Returns whether the receiver has not received a frame yet. */
    boolean lacks(final long index, final int n) {
        return index > hadIndex || index == hadIndex && n > hadN;
    }

    boolean isOpen() {
        return publication != null;
    }

    void open(final StreamClient streams, final NanoClock clock, final int termLength) {
        publication = new PendingPublication(streams, clock, StreamSizes.publicationChannel(channel, termLength), streamId);
        openedNs = clock.nanoTime();
        wasConnected = false;
    }

    /** Returns the publication if frames can be offered to it now, otherwise null. */
    OutStream connected() {
        final OutStream to = publication == null ? null : publication.poll();
        if (to != null && to.isConnected()) {
            wasConnected = true;
            return to;
        }
        return null;
    }

    /** Returns the reason for which the driver refused the stream, or null. */
    String refusal() {
        return publication == null ? null : publication.failure();
    }

    /** Returns whether the driver has refused the stream for good, not only for lack of space. */
    boolean isRefusedForGood() {
        return publication != null && publication.failure() != null && !publication.isRetried();
    }

    /** Offers a frame. Returns the new position, or one of the negative results of {@link Publication}. */
    long offer(final OutStream to, final DirectBuffer buffer, final int offset, final int length) {
        long result = Publication.ADMIN_ACTION;
        for (int i = 0; i < 2 && result == Publication.ADMIN_ACTION; i++) {
            if (length <= to.maxPayloadLength()) {
                result = to.tryClaim(length, claim);
                if (result > 0) {
                    claim.buffer().putBytes(claim.offset(), buffer, offset, length);
                    claim.commit();
                }
            } else {
                result = to.offer(buffer, offset, length);
            }
        }
        return result;
    }

    /** Forgets the numbering and the backlog of the current fold; the last frame that the receiver received stays. */
    void restart() {
        numberedIndex = 0;
        nextN = 0;
        isStarted = false;
        instance = null;
        backlog.clear();
    }

    void close() {
        CloseHelper.close(publication);
        publication = null;
    }
}
