package io.patchbay.engine;

import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

/**
 * Ids of messages that ended and how, for the duplicate check and for status: a queue in order of their ends, in pages that
 * come as they are needed and are used again; {@link IdTable} finds them by id. An id is remembered for the window, on engine
 * time, unless there are too many: then the oldest go first.
 *
 * <p>Entries leave by moving the head, which is cheap. Taking them out of the table touches memory that is far away, so it is
 * done for a few together, whose waits overlap, or when the host has nothing else to do; until then the table refers to entries
 * before the head. Entries are counted in the state hash in the same batches.
 */
final class EndedIds {
    static final int NONE = -1;
    private static final byte REPLIED = 1;
    private static final byte UNHANDLED = 2;
    /** How many that are too old leave at one record: more than come in, and no long stop after an idle night. */
    private static final int EXPIRE_LIMIT = 64;
    /** How many entries are hashed and swept together: enough for waits to overlap, too few to be a stop. */
    private static final int BATCH = 16;

    private final StateHash hash;
    private final IdTable ids;
    private final EndedPages pages;
    private EndedPage head;
    private EndedPage tail;
    private int headEntry;
    private int tailEntry;
    /** The first entry that may still be in the table. */
    private EndedPage swept;
    private int sweptEntry;
    /** The first entry that is not in the hash yet. */
    private EndedPage hashed;
    private int hashedEntry;
    private final long[] sweeping = new long[BATCH];
    /** Keeps the reads of a sweep's first pass, and of what will leave next, from being left out. */
    private long nearby;
    private int size;
    private long windowNs;
    private int limit;
    private long evictedNs;

    EndedIds(final StateHash hash, final IdTable ids, final EndedPages pages) {
        this.hash = hash;
        this.ids = ids;
        this.pages = pages;
        head = pages.take(0);
        tail = head;
        swept = head;
        hashed = head;
    }

    /** Takes new limits; what is too much now goes at once. */
    void limits(final long newWindowNs, final int newLimit) {
        windowNs = newWindowNs;
        limit = newLimit;
        evictSurplus();
    }

    int size() {
        return size;
    }

    /** How far back every ended id is still known: the window, or less where there were too many. */
    long heldNs(final long nowNs) {
        return Math.max(0, Math.min(windowNs, nowNs - evictedNs));
    }

    /** Is what the table knows at this place still remembered at this time? Never of an open request. */
    boolean isRemembered(final int place, final long nowNs) {
        return place >= 0 && isHeld(place) && nowNs - word(place, EndedPage.TIME_NS) <= windowNs;
    }

    RequestStatus status(final int place) {
        return state(place) == REPLIED ? RequestStatus.REPLIED : RequestStatus.UNHANDLED;
    }

    UnhandledReason reason(final int place) {
        return state(place) == REPLIED ? null : UnhandledReason.ofOrdinal(state(place) - UNHANDLED);
    }

    long ended(final int place) {
        return word(place, EndedPage.ENDED);
    }

    long identity(final int place) {
        return word(place, EndedPage.IDENTITY);
    }

    /** The number of an entry among all that ever ended, or {@link #NONE} where it is held no longer. */
    long sequence(final int place) {
        return place >= 0 && isHeld(place) ? sequence(pages.of(place), EndedPages.entry(place)) : NONE;
    }

    /** Is the entry of this sequence, at this place, held still? */
    boolean holds(final int place, final long sequence) {
        return sequence != NONE && place >= 0 && sequence(pages.of(place), EndedPages.entry(place)) == sequence && isHeld(place);
    }

    /** Forgets an entry before its turn, unless it has gone. Its id has another entry now, or will have it at once. */
    void forget(final int place, final long sequence) {
        if (!holds(place, sequence)) {
            return;
        }
        final EndedPage page = pages.of(place);
        final int entry = EndedPages.entry(place);
        if (sequence < sequence(hashed, hashedEntry)) {
            hash.remove(page.hash(entry));
        }
        page.state[entry] = EndedPage.FORGOTTEN;
        size--;
    }

    /** Remembers an end of an id that the table knows at the place before; the reason is null for a reply. */
    void remember(final int before, final long idHi, final long idLo, final long ended, final long identity, final long nowNs,
        final UnhandledReason reason) {
        if (tailEntry == EndedPage.ENTRIES) {
            tail.next = pages.take(tail.firstSequence + EndedPage.ENTRIES);
            tail = tail.next;
            tailEntry = 0;
            if (headEntry == EndedPage.ENTRIES) {
                head = tail;
                headEntry = 0;
            }
        }
        final int entry = tailEntry++;
        tail.set(entry, idHi, idLo, ended, identity, nowNs);
        tail.state[entry] = reason == null ? REPLIED : (byte)(UNHANDLED + reason.ordinal());
        if (before == IdTable.NONE) {
            ids.put(idHi, idLo, tail.place(entry));
        } else {
            ids.move(idHi, idLo, before, tail.place(entry));
        }
        size++;
        evictSurplus();
        if (unsettled() >= BATCH) {
            settle();
        }
    }

    /** Does now what would be done for a few together later. */
    void doIdleWork() {
        if (unsettled() > 0) {
            settle();
        }
    }

    /** How many ended since all was settled last. */
    private long unsettled() {
        return sequence(tail, tailEntry) - sequence(hashed, hashedEntry);
    }

    /** Lets some go that are older than the window. */
    void expire(final long nowNs) {
        for (int i = 0; i < EXPIRE_LIMIT && !isEmpty(); i++) {
            if (head.state[headEntry] != EndedPage.FORGOTTEN) {
                if (nowNs - head.get(headEntry, EndedPage.TIME_NS) <= windowNs) {
                    break;
                }
                size--;
            }
            skipHead();
        }
        if (sequence(head, headEntry) - sequence(swept, sweptEntry) >= BATCH) {
            settle();
        }
    }

    /** Brings the state hash and the table up to date. */
    void settle() {
        settleHash();
        while (swept != head || sweptEntry < headEntry) {
            sweep();
        }
        prefetch();
    }

    /** Reads what will leave next: it has not been looked at since it came, and is far away by now. */
    private void prefetch() {
        final int end = Math.min(headEntry + BATCH, head == tail ? tailEntry : EndedPage.ENTRIES);
        long touched = 0;
        for (int entry = headEntry; entry < end; entry++) {
            touched += head.get(entry, EndedPage.TIME_NS);
        }
        nearby += touched;
    }

    /** Of what is not in an entry: how many ids ended so far, which orders those that follow. */
    long nextHash() {
        return Hash64.mix(Hash64.next(StateHash.ENDED_NEXT, tail.firstSequence + tailEntry));
    }

    /** The sum over all entries, computed anew. */
    long recomputedHash() {
        long sum = 0;
        for (EndedPage page = head; page != null; page = page.next) {
            final int end = page == tail ? tailEntry : EndedPage.ENTRIES;
            for (int entry = page == head ? headEntry : 0; entry < end; entry++) {
                sum += page.hash(entry);
            }
        }
        return sum;
    }

    /** All entries that are held, and the gaps between them, which count where entries leave by age. */
    void write(final StateSink to) {
        to.number(evictedNs);
        to.number(sequence(head, headEntry));
        to.number(sequence(tail, tailEntry));
        for (EndedPage page = head; page != null; page = page.next) {
            final int end = page == tail ? tailEntry : EndedPage.ENTRIES;
            for (int entry = page == head ? headEntry : 0; entry < end; entry++) {
                page.write(entry, to);
            }
        }
    }

    /** Into an empty queue, whose limits are set. */
    void read(final StateSource from) {
        evictedNs = from.number();
        final long first = from.number();
        final long count = from.number() - first;
        ids.expect(count);
        headEntry = (int)(first & EndedPage.ENTRIES - 1);
        head.firstSequence = first - headEntry;
        tailEntry = headEntry;
        swept = head;
        sweptEntry = headEntry;
        for (long i = 0; i < count; i++) {
            if (tailEntry == EndedPage.ENTRIES) {
                tail.next = pages.take(tail.firstSequence + EndedPage.ENTRIES);
                tail = tail.next;
                tailEntry = 0;
            }
            final int entry = tailEntry++;
            if (tail.read(entry, from)) {
                ids.put(tail.get(entry, EndedPage.ID_HI), tail.get(entry, EndedPage.ID_LO), tail.place(entry));
                size++;
            }
        }
        hashed = head;
        hashedEntry = headEntry;
        settleHash();
    }

    private void evictSurplus() {
        while (size > limit) {
            if (head.state[headEntry] != EndedPage.FORGOTTEN) {
                evictedNs = head.get(headEntry, EndedPage.TIME_NS);
                size--;
            }
            skipHead();
        }
    }

    private boolean isEmpty() {
        return head == tail && headEntry == tailEntry;
    }

    private void skipHead() {
        if (++headEntry == EndedPage.ENTRIES && head != tail) {
            head = head.next;
            headEntry = 0;
        }
    }

    private void settleHash() {
        long sum = 0;
        while (hashed != tail || hashedEntry < tailEntry) {
            if (hashedEntry == EndedPage.ENTRIES) {
                hashed = hashed.next;
                hashedEntry = 0;
            } else {
                sum += hashed.hash(hashedEntry++);
            }
        }
        hash.add(sum);
    }

    /** Of one page, in two passes: the first makes all reads that go far away, one beside the other. */
    private void sweep() {
        final int from = sweptEntry;
        final int end = swept == head ? headEntry : EndedPage.ENTRIES;
        final int count = Math.min(BATCH, end - from);
        long gone = 0;
        long touched = 0;
        for (int i = 0; i < count; i++) {
            final long idHash = swept.idHash(from + i);
            sweeping[i] = idHash;
            touched += ids.prefetch(idHash);
            gone += swept.hash(from + i);
        }
        for (int i = 0; i < count; i++) {
            ids.remove(sweeping[i], swept.place(from + i));
        }
        hash.remove(gone);
        nearby = touched;
        sweptEntry += count;
        if (sweptEntry == EndedPage.ENTRIES && swept != head) {
            final EndedPage used = swept;
            swept = used.next;
            sweptEntry = 0;
            pages.release(used);
        }
    }

    /** Not before the head, and not forgotten. The table knows nothing that is before the swept. */
    private boolean isHeld(final int place) {
        final EndedPage page = pages.of(place);
        final int entry = EndedPages.entry(place);
        return sequence(page, entry) >= sequence(head, headEntry) && page.state[entry] != EndedPage.FORGOTTEN;
    }

    private static long sequence(final EndedPage page, final int entry) {
        return page.firstSequence + entry;
    }

    private byte state(final int place) {
        return pages.of(place).state[EndedPages.entry(place)];
    }

    private long word(final int place, final int field) {
        return pages.of(place).get(EndedPages.entry(place), field);
    }
}
