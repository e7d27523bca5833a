package io.patchbay.engine;

/**
 * A page of the queue of ended ids.
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

    /** Its place among all pages ever made; fixed. */
    final int number;
    /** How its entries ended. */
    final byte[] state = new byte[ENTRIES];
    EndedPage next;
    /** How many ids ended before its first. */
    long firstSequence;
    private final long[] words = new long[ENTRIES * WORDS];

    EndedPage(final int number) {
        this.number = number;
    }

    int place(final int entry) {
        return number << SHIFT | entry;
    }

    long get(final int entry, final int field) {
        return words[entry * WORDS + field];
    }

    void set(final int entry, final long idHi, final long idLo, final long ended, final long identity, final long timeNs) {
        final int at = entry * WORDS;
        words[at + ID_HI] = idHi;
        words[at + ID_LO] = idLo;
        words[at + ENDED] = ended;
        words[at + IDENTITY] = identity;
        words[at + TIME_NS] = timeNs;
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
            words[entry * WORDS + field] = from.number();
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
