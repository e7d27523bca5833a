package io.patchbay.engine;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteBuffer;

/**
 * A page of the queue of ended ids. Its entries lie outside of the heap: there are hundreds of megabytes of them, which stay for
 * long, and a collector that copied them on their way would stop the engine for that.
 */
final class EndedPage {
    static final int SHIFT = 10;
    static final int ENTRIES = 1 << SHIFT;
    static final int ID_HI = 0;
    static final int ID_LO = 1;
    static final int ENDED = 2;
    static final int IDENTITY = 3;
    static final int TIME_NS = 4;
    /** Of {@link #state}: it left before its turn. */
    static final byte FORGOTTEN = 0;
    private static final int WORDS = 5;
    private static final int ENTRY_BYTES = WORDS * Long.BYTES;

    /** Its place among all pages ever made; fixed. */
    final int number;
    /** How its entries ended. */
    final byte[] state = new byte[ENTRIES];
    EndedPage next;
    /** How many ids ended before its first. */
    long firstSequence;
    private final UnsafeBuffer words = new UnsafeBuffer(ByteBuffer.allocateDirect(ENTRIES * ENTRY_BYTES));

    EndedPage(final int number) {
        this.number = number;
    }

    int place(final int entry) {
        return number << SHIFT | entry;
    }

    long get(final int entry, final int field) {
        return words.getLong(entry * ENTRY_BYTES + field * Long.BYTES);
    }

    void set(final int entry, final long idHi, final long idLo, final long ended, final long identity, final long timeNs) {
        final int at = entry * ENTRY_BYTES;
        words.putLong(at + ID_HI * Long.BYTES, idHi);
        words.putLong(at + ID_LO * Long.BYTES, idLo);
        words.putLong(at + ENDED * Long.BYTES, ended);
        words.putLong(at + IDENTITY * Long.BYTES, identity);
        words.putLong(at + TIME_NS * Long.BYTES, timeNs);
    }

    void write(final int entry, final StateSink to) {
        to.octet(state[entry]);
        if (state[entry] != FORGOTTEN) {
            for (int field = 0; field < WORDS; field++) {
                to.number(get(entry, field));
            }
        }
    }

    /** False where it is forgotten. */
    boolean read(final int entry, final StateSource from) {
        state[entry] = (byte)from.octet();
        for (int field = 0; field < WORDS && state[entry] != FORGOTTEN; field++) {
            words.putLong(entry * ENTRY_BYTES + field * Long.BYTES, from.number());
        }
        return state[entry] != FORGOTTEN;
    }

    long idHash(final int entry) {
        return IdHash.of(get(entry, ID_HI), get(entry, ID_LO));
    }

    /** What it adds to the state hash; nothing where it is forgotten. */
    long hash(final int entry) {
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
