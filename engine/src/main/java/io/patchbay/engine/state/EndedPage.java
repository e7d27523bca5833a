package io.patchbay.engine.state;

import io.patchbay.engine.hash.Hash64;
import io.patchbay.engine.hash.IdHash;
import io.patchbay.engine.hash.NotHashed;
import io.patchbay.engine.hash.StateHash;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/**
 * A page of the queue of ended ids. Its entries lie outside of the heap: there can be hundreds of megabytes of long-lived
 * entries, and a collector that copied them would pause the engine.
 */
public final class EndedPage {
    static final int SHIFT = 10;
    public static final int ENTRIES = 1 << SHIFT;
    public static final int ID_HI = 0;
    public static final int ID_LO = 1;
    public static final int ENDED = 2;
    public static final int IDENTITY = 3;
    public static final int TIME_NS = 4;
    /** A value of {@link #state}: the entry was forgotten ahead of its expiry. */
    public static final byte FORGOTTEN = 0;
    private static final int WORDS = 5;
    private static final int ENTRY_BYTES = WORDS * Long.BYTES;

    /** This page's number among all pages ever allocated; fixed. */
    @NotHashed("place in memory")
    final int number;
    /** The end of each entry: {@link #FORGOTTEN}, or a code of {@code EndedIds}. */
    public final byte[] state = new byte[ENTRIES];
    public EndedPage next;
    /** The number of ids that ended before the first entry of this page. */
    public long firstSequence;
    private final UnsafeBuffer words = new UnsafeBuffer(ByteBuffer.allocateDirect(ENTRIES * ENTRY_BYTES));

    EndedPage(final int number) {
        this.number = number;
    }

    public int place(final int entry) {
        return number << SHIFT | entry;
    }

    public long get(final int entry, final int field) {
        return words.getLong(entry * ENTRY_BYTES + field * Long.BYTES);
    }

    public void set(final int entry, final long idHi, final long idLo, final long ended, final long identity, final long timeNs) {
        final int at = entry * ENTRY_BYTES;
        words.putLong(at + ID_HI * Long.BYTES, idHi);
        words.putLong(at + ID_LO * Long.BYTES, idLo);
        words.putLong(at + ENDED * Long.BYTES, ended);
        words.putLong(at + IDENTITY * Long.BYTES, identity);
        words.putLong(at + TIME_NS * Long.BYTES, timeNs);
    }

    public void write(final int entry, final StateSink to) {
        to.octet(state[entry]);
        if (state[entry] != FORGOTTEN) {
            for (int field = 0; field < WORDS; field++) {
                to.number(get(entry, field));
            }
        }
    }

    /** Reads an entry. Returns false where it is a forgotten one. */
    public boolean read(final int entry, final StateSource from) {
        state[entry] = (byte)from.octet();
        for (int field = 0; field < WORDS && state[entry] != FORGOTTEN; field++) {
            words.putLong(entry * ENTRY_BYTES + field * Long.BYTES, from.number());
        }
        return state[entry] != FORGOTTEN;
    }

    public long idHash(final int entry) {
        return IdHash.of(get(entry, ID_HI), get(entry, ID_LO));
    }

    /** Returns what an entry adds to the state hash; 0 for a forgotten one. */
    public long hash(final int entry) {
        if (state[entry] == FORGOTTEN) {
            return 0;
        }
        long hash = Hash64.next(StateHash.ENDED, firstSequence + entry);
        for (int field = 0; field < WORDS; field++) {
            hash = Hash64.next(hash, get(entry, field));
        }
        return Hash64.mix(Hash64.next(hash, state[entry]));
    }
}
