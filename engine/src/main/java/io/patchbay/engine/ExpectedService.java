package io.patchbay.engine;

import io.patchbay.engine.hash.Hash64;
import io.patchbay.engine.hash.NotHashed;
import io.patchbay.engine.hash.StateHash;
import io.patchbay.engine.input.RegistrationInput;

/**
 * A service that went offline because of the server and is expected back, with the messages that wait for it. As a {@link Timer}
 * it is the end of the grace. It is in the wheel only while messages wait and the grace runs. Its index, which orders equal
 * deadlines, is the id of the last instance that the service had.
 */
final class ExpectedService extends Timer {
    /** A value of {@link #sinceNs}: no gateway runs, so the grace begins when the next one starts. */
    static final long NOT_BEGUN = -1;

    final String name;
    /**
     * A placeholder for the instance that the waiting messages do not have yet. Its id is 0, its pending requests are in index
     * order, and it is never registered.
     */
    final Instance lobby;
    /** Engine time from which the grace counts, or {@link #NOT_BEGUN}. */
    long sinceNs = NOT_BEGUN;
    /** Whether the next gateway-started begins the grace anew, because the grace began while another gateway was running. */
    boolean renewable;
    /** Bytes that the waiting messages take, by {@link HeldMessage#sizeBytes()}. */
    @NotHashed("a sum")
    long waitingBytes;

    ExpectedService(final String name) {
        this.name = name;
        final RegistrationInput in = new RegistrationInput();
        in.name = name;
        lobby = new Instance(in);
        lobby.gone = true;
    }

    boolean hasBegun() {
        return sinceNs != NOT_BEGUN;
    }

    boolean isAwaited() {
        return lobby.firstPending != null;
    }

    @Override
    void expire(final Endings endings) {
        endings.graceOver(this);
    }

    long hash() {
        long hash = Hash64.next(StateHash.EXPECTED, name);
        hash = Hash64.next(hash, index);
        hash = Hash64.next(hash, sinceNs);
        return Hash64.mix(Hash64.next(hash, renewable ? 1 : 0));
    }
}
