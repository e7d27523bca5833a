package io.patchbay.delivery;

import io.patchbay.engine.Instance;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.logbuffer.BufferClaim;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * One ordered stream to a gateway or to an Aeron instance: its numbering, what the receiver has had, its publication and what
 * waits for it. Owned by {@link Receivers}.
 */
final class Receiver {
    /** Index of the gateway-started record, or of the registration. */
    final long id;
    /** The gateway itself, or the one that holds the instance's connection. */
    final long gateway;
    final Backlog backlog = new Backlog();
    private final BufferClaim claim = new BufferClaim();

    /** Frames are numbered, kept and sent from its beginning on; otherwise there is a gap, and nothing is sent. */
    boolean isTracked;
    /** Its record has been applied in this fold. */
    boolean isStarted;
    /** Gateway: has said hello in this generation of the link. */
    boolean hasHello;
    /** Gateway: the engine no longer knows it; it is to be told so and nothing else. */
    boolean isWrittenOff;
    /** Gateway: is naming its instances in answer to the EngineHello of this epoch; instance: has been named so. */
    long namedEpoch;
    /** Instance: has answered the EngineHello of this epoch; gateway: has said ready in it. */
    long answeredEpoch;
    /** Given up; its record is on its way. */
    boolean isFailed;
    /** Has once been connected. */
    boolean wasConnected;
    /** In the list of those that flush looks after. */
    boolean isBusy;
    int slot = -1;
    int streamId;
    String channel;
    /** Null for a gateway, and until the registration has been applied. */
    Instance instance;
    long openedNs;
    long hadIndex;
    int hadN;
    long hadAck;
    /** Number for the frame that is just being sent. */
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

    /** Takes the next number of a record's frames to this receiver. */
    int nextN(final long index) {
        if (numberedIndex != index) {
            numberedIndex = index;
            nextN = 0;
        }
        return nextN++;
    }

    /** Has the receiver not had this frame? */
    boolean lacks(final long index, final int n) {
        return index > hadIndex || index == hadIndex && n > hadN;
    }

    boolean isOpen() {
        return publication != null;
    }

    void open(final Aeron aeron, final NanoClock clock, final int termLength) {
        publication = new PendingPublication(aeron, clock, StreamSizes.publicationChannel(channel, termLength), streamId);
        openedNs = clock.nanoTime();
        wasConnected = false;
    }

    /** The publication if frames can be put into it now, otherwise null. */
    ExclusivePublication connected() {
        final ExclusivePublication to = publication == null ? null : publication.poll();
        if (to != null && to.isConnected()) {
            wasConnected = true;
            return to;
        }
        return null;
    }

    /** Returns why the driver refused the stream, or null. */
    String refusal() {
        return publication == null ? null : publication.failure();
    }

    /** Returns whether the driver has refused the stream for good, not only for want of room. */
    boolean isRefusedForGood() {
        return publication != null && publication.failure() != null && !publication.isRetried();
    }

    /** A position, or one of Publication's negative results. */
    long offer(final ExclusivePublication to, final DirectBuffer buffer, final int offset, final int length) {
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

    /** Forgets what it has had of this fold; what the receiver has had stays. */
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
