package io.patchbay.engine;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An open request; pooled. Its texts are copied into one buffer of its own, which is kept when it goes back to the pool.
 */
final class Request extends Timer {
    long idHi;
    long idLo;
    /** Index of the message. */
    long index;
    Instance instance;
    /** Whose it is, as it was registered; it may have left since. */
    Instance asker;
    boolean askerGone;
    /** The asker's name and principal, to tell who may ask for its status. */
    long ownerHash;
    Request previousOfInstance;
    Request nextOfInstance;
    Request previousOfAsker;
    Request nextOfAsker;
    private final UnsafeBuffer text = new UnsafeBuffer(new byte[96]);
    private final UnsafeBuffer destination = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer responder = new UnsafeBuffer(0, 0);

    void texts(final DirectBuffer newDestination, final DirectBuffer newResponder) {
        final int length = newDestination.capacity() + newResponder.capacity();
        if (text.capacity() < length) {
            text.wrap(new byte[Math.max(length, text.capacity() * 2)]);
        }
        text.putBytes(0, newDestination, 0, newDestination.capacity());
        text.putBytes(newDestination.capacity(), newResponder, 0, newResponder.capacity());
        destination.wrap(text, 0, newDestination.capacity());
        responder.wrap(text, newDestination.capacity(), newResponder.capacity());
    }

    UnsafeBuffer destination() {
        return destination;
    }

    UnsafeBuffer responder() {
        return responder;
    }

    /** Everything of it that a later output may depend on. */
    long hash() {
        long hash = Hashes.add(Hashes.mix(idHi), idLo);
        hash = Hashes.add(hash, index);
        hash = Hashes.add(hash, deadlineNs);
        hash = Hashes.add(hash, instance.id);
        hash = Hashes.add(hash, asker.id);
        hash = Hashes.add(hash, askerGone ? 1 : 0);
        hash = Hashes.add(hash, ownerHash);
        hash = Hashes.add(hash, Hashes.fnv(destination, 0, destination.capacity()));
        return Hashes.add(hash, Hashes.fnv(responder, 0, responder.capacity()));
    }
}
