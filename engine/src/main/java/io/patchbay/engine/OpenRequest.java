package io.patchbay.engine;

import io.patchbay.engine.hash.ByteWords;
import io.patchbay.engine.hash.Hash64;
import io.patchbay.engine.hash.NotHashed;
import io.patchbay.engine.hash.StateHash;
import io.patchbay.engine.input.MessageInput;
import io.patchbay.engine.state.StateSink;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * A message that has been routed and waits for its final reply, or that waits for a service that is expected back. The engine
 * pools these objects. Hosts may read one on the engine's thread, only until the next record is applied.
 */
public final class OpenRequest extends Timer {
    long idHi;
    long idLo;
    Instance asker;
    Instance instance;
    /** Neighbors in the list of the instance's open requests, which is in index order. */
    OpenRequest nextPending;
    OpenRequest previousPending;
    /** Its number in the pool; fixed. */
    @NotHashed("place in the pool")
    final int number;
    /** Its position among the requests that the state hash does not include yet; -1 = none. */
    @NotHashed("place in Requests.unhashed")
    int unhashed = -1;
    /** Place and sequence of an older, expired entry of this id that is still held. */
    @NotHashed("of an entry of the same id")
    int replaced;
    @NotHashed("of an entry of the same id")
    long replacedSequence;
    /** The rest of a waiting message; null once the request has an instance. */
    HeldMessage held;
    private byte[] text = new byte[64];
    private int destinationLength;
    private int responderLength;
    @NotHashed("of fields that are hashed anew")
    private long keptHash;

    OpenRequest(final int number) {
        this.number = number;
    }

    void fill(final MessageInput in, final Instance from, final Instance to, final long deadline) {
        index = in.index;
        deadlineNs = deadline;
        idHi = in.idHi;
        idLo = in.idLo;
        asker = from;
        instance = to;
        destinationLength = in.destination.capacity();
        responderLength = in.responder.capacity();
        final int length = destinationLength + responderLength;
        if (text.length < length) {
            text = new byte[Math.max(length, text.length * 2)];
        }
        ByteWords.copy(in.destination, destinationLength, text, 0);
        ByteWords.copy(in.responder, responderLength, text, destinationLength);
    }

    boolean isOneWay() {
        return responderLength == 0;
    }

    boolean isOf(final long hi, final long lo) {
        return idLo == lo && idHi == hi;
    }

    /**
     * Computes and keeps its hash. The hash stays valid until the request is closed or gets an instance, since nothing else
     * changes.
     */
    long keepHash() {
        keptHash = hash();
        return keptHash;
    }

    long keptHash() {
        return keptHash;
    }

    void clear() {
        asker = null;
        instance = null;
    }

    void wrapDestination(final UnsafeBuffer view) {
        view.wrap(text, 0, destinationLength);
    }

    void wrapResponder(final UnsafeBuffer view) {
        view.wrap(text, destinationLength, responderLength);
    }

    void writeTexts(final StateSink to) {
        to.bytes(text, 0, destinationLength);
        to.bytes(text, destinationLength, responderLength);
    }

    @Override
    void expire(final Endings endings) {
        endings.timedOut(this);
    }

    long hash() {
        long hash = Hash64.next(StateHash.REQUEST, index);
        hash = Hash64.next(hash, idHi);
        hash = Hash64.next(hash, idLo);
        hash = Hash64.next(hash, deadlineNs);
        hash = Hash64.next(hash, asker.id);
        hash = Hash64.next(hash, asker.identityHash);
        hash = Hash64.next(hash, instance.id);
        hash = Hash64.next(hash, destinationLength);
        hash = Hash64.next(hash, text, destinationLength + responderLength);
        return Hash64.mix(held == null ? hash : held.hash(hash));
    }

    /**
     * Returns the index of the message.
     *
     * @return never 0.
     */
    public long index() {
        return index;
    }

    /**
     * Returns the upper half of the message's id.
     *
     * @return half a UUID.
     */
    public long idHi() {
        return idHi;
    }

    /**
     * Returns the lower half of the message's id.
     *
     * @return half a UUID.
     */
    public long idLo() {
        return idLo;
    }

    /**
     * Returns the name of the asker, which may have left.
     *
     * @return a name.
     */
    public String consumer() {
        return asker.name;
    }

    /**
     * Returns the id of the asker.
     *
     * @return index of a registration; the asker may have left.
     */
    public long asker() {
        return asker.id;
    }

    /**
     * Returns the destination as the asker wrote it.
     *
     * @return {@code service[@version]:method}.
     */
    public String destination() {
        return text(0, destinationLength);
    }

    /**
     * Returns the name to which the answer goes.
     *
     * @return a name; empty for a one-way message.
     */
    public String responder() {
        return text(destinationLength, responderLength);
    }

    /**
     * Returns the id of the instance to which it was routed.
     *
     * @return 0 while it waits for a service that is expected back.
     */
    public long instance() {
        return instance.id;
    }

    /**
     * Returns its deadline.
     *
     * @return epoch nanoseconds.
     */
    public long deadlineNs() {
        return deadlineNs;
    }

    private String text(final int offset, final int length) {
        final byte[] bytes = new byte[length];
        System.arraycopy(text, offset, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
