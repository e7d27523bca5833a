package io.patchbay.engine;

import io.patchbay.engine.input.MessageInput;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * A message that was routed and waits for its final reply, or that waits for a service that is expected back. Pooled by the
 * engine; read by hosts on the engine's thread, only until the next record is applied.
 */
public final class OpenRequest extends Timer {
    long idHi;
    long idLo;
    Instance asker;
    Instance instance;
    /** Next and previous of the same instance, in index order. */
    OpenRequest nextPending;
    OpenRequest previousPending;
    /** Its place in the pool; fixed. */
    final int number;
    /** Where its id is among those of which the hash has not been taken, -1 = nowhere. */
    int unhashed = -1;
    /** An entry of this id that was too old to count and is still held: its place and its sequence. */
    int replaced;
    long replacedSequence;
    /** What is needed to route it later; null once it has an instance. */
    HeldMessage held;
    private byte[] text = new byte[64];
    private int destinationLength;
    private int responderLength;
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

    /** Takes its hash, which holds until it is closed or gets an instance: nothing else of it changes. */
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
     * Index of the message.
     *
     * @return never 0.
     */
    public long index() {
        return index;
    }

    /**
     * Upper half of the message's id.
     *
     * @return half a UUID.
     */
    public long idHi() {
        return idHi;
    }

    /**
     * Lower half of the message's id.
     *
     * @return half a UUID.
     */
    public long idLo() {
        return idLo;
    }

    /**
     * Name of the asker, which may have left.
     *
     * @return a name.
     */
    public String consumer() {
        return asker.name;
    }

    /**
     * Who asked.
     *
     * @return id of the asker, which may have left.
     */
    public long asker() {
        return asker.id;
    }

    /**
     * As the asker wrote it.
     *
     * @return service[@version]:method.
     */
    public String destination() {
        return text(0, destinationLength);
    }

    /**
     * Where the answer is to go.
     *
     * @return a name.
     */
    public String responder() {
        return text(destinationLength, responderLength);
    }

    /**
     * Who has it.
     *
     * @return id of the instance that it was routed to; 0 while it waits for a service that is expected back.
     */
    public long instance() {
        return instance.id;
    }

    /**
     * When it ends at the latest.
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
