package io.patchbay.engine;

import io.patchbay.engine.hash.Hash64;
import io.patchbay.engine.hash.NotHashed;
import io.patchbay.engine.hash.StateHash;
import io.patchbay.engine.state.EndedPage;
import io.patchbay.engine.state.EndedPages;
import io.patchbay.engine.state.StateSink;
import io.patchbay.engine.state.StateSource;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

/**
 * The ids of ended messages and how each of them ended, for the duplicate check and for status queries. It is a queue in order of
 * the ends, in pages that are allocated as needed and reused; {@link IdTable} finds its entries by id. An id is remembered for
 * the duplicate window, on engine time. Where there are more ids than the limit, the oldest are evicted.
 *
 * <p>Removing an entry only moves the head, which is cheap. Taking the id out of the table is likely a cache miss. It is done for
 * a batch of entries, so that the misses overlap, or when the host is idle. Until then the table refers to entries before the
 * head. The state hash takes in entries in the same batches.
 */
class EndedIds {
    static final int NONE = -1;
    private static final byte REPLIED = 1;
    private static final byte UNHANDLED = 2;
    /**
     * Most entries that expire at one record: more than one record adds, and few enough that the first record after an idle night
     * is not slow.
     */
    private static final int EXPIRE_LIMIT = 64;
    /** Entries that are hashed and swept together: enough that cache misses overlap, too few to delay a record. */
    private static final int BATCH = 16;

    private final StateHash hash;
    private final IdTable ids;
    private final EndedPages pages;
    private EndedPage head;
    private EndedPage tail;
    private int headEntry;
    private int tailEntry;
    /** The page of the oldest entry that may still be in the table. */
    @NotHashed("a place in the pages")
    private EndedPage swept;
    @NotHashed("where the table's entries begin")
    private int sweptEntry;
    /** The page of the oldest entry that is not in the state hash yet. */
    @NotHashed("a place in the pages")
    private EndedPage hashed;
    @NotHashed("hashed before the sum is read")
    private int hashedEntry;
    @NotHashed("scratch of one batch")
    private final long[] sweeping = new long[BATCH];
    /** Takes the result of prefetching reads, so that the compiler cannot drop them. It has no meaning. */
    @NotHashed("has no meaning")
    private long prefetchSink;
    @NotHashed("a count")
    private int size;
    @NotHashed("of the settings")
    private long windowNs;
    @NotHashed("of the settings")
    private int limit;
    @NotHashed("a metric")
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

    /** Sets the window and the largest number of ids. Ids above that number are evicted at once. */
    void limits(final long newWindowNs, final int newLimit) {
        windowNs = newWindowNs;
        limit = newLimit;
        evictSurplus();
    }

    int size() {
        return size;
    }

    /** Returns for how many nanoseconds back every ended id is remembered: the window, or less where ids were evicted. */
    long heldNs(final long nowNs) {
        return Math.max(0, Math.min(windowNs, nowNs - evictedNs));
    }

    /**
     * Returns whether the entry at a place of the table is still remembered at a time. It is false for the place of an open
     * request.
     */
    boolean isRemembered(final int place, final long nowNs) {
        return place >= 0 && isHeld(place) && nowNs - field(place, EndedPage.TIME_NS) <= windowNs;
    }

    RequestStatus status(final int place) {
        return state(place) == REPLIED ? RequestStatus.REPLIED : RequestStatus.UNHANDLED;
    }

    UnhandledReason reason(final int place) {
        return state(place) == REPLIED ? null : UnhandledReason.ofOrdinal(state(place) - UNHANDLED);
    }

    long ended(final int place) {
        return field(place, EndedPage.ENDED);
    }

    long identity(final int place) {
        return field(place, EndedPage.IDENTITY);
    }

    /** Returns the number of an entry among all that ever ended, or {@link #NONE} where the entry is no longer held. */
    long sequence(final int place) {
        return place >= 0 && isHeld(place) ? sequence(pages.of(place), EndedPages.entry(place)) : NONE;
    }

    /** Returns whether the entry at a place has this sequence and is still held. */
    boolean holds(final int place, final long sequence) {
        return sequence != NONE && place >= 0 && sequence(pages.of(place), EndedPages.entry(place)) == sequence && isHeld(place);
    }

    /** Forgets an entry ahead of its expiry, if it is still held. The caller gives the id another entry, or has just done so. */
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

    /**
     * Appends the end of an id. The table has the id at the place {@code before}, or not at all where that is
     * {@link IdTable#NONE}. The reason is null for a reply.
     */
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

    /** Settles the entries that have not filled a batch yet. Called when the host is idle. */
    void doIdleWork() {
        if (unsettled() > 0) {
            settle();
        }
    }

    /** Returns how many ids ended since the state hash was last brought up to date. */
    private long unsettled() {
        return sequence(tail, tailEntry) - sequence(hashed, hashedEntry);
    }

    /** Removes entries that are older than the window, at most {@link #EXPIRE_LIMIT} of them. */
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

    /** Prefetches the next entries to expire. They have not been read since they were written, so they are no longer in cache. */
    private void prefetch() {
        final int end = Math.min(headEntry + BATCH, head == tail ? tailEntry : EndedPage.ENTRIES);
        long touched = 0;
        for (int entry = headEntry; entry < end; entry++) {
            touched += head.get(entry, EndedPage.TIME_NS);
        }
        prefetchSink += touched;
    }

    /** Returns the hash of how many ids ended so far, which no entry holds. That number is the sequence of the next entry. */
    long nextHash() {
        return Hash64.mix(Hash64.next(StateHash.ENDED_NEXT, tail.firstSequence + tailEntry));
    }

    /** Computes the sum of the hashes of all entries anew. */
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

    /**
     * Writes all entries from the head on. Forgotten entries are written as gaps, since they still count where entries expire.
     */
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

    /** Reads entries into this queue, which must be empty and have its limits set. */
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

    /**
     * Sweeps up to a batch of entries of one page, in two passes. The first pass makes all reads that may miss the cache, so that
     * the misses overlap.
     */
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
        prefetchSink = touched;
        sweptEntry += count;
        if (sweptEntry == EndedPage.ENTRIES && swept != head) {
            final EndedPage used = swept;
            swept = used.next;
            sweptEntry = 0;
            pages.release(used);
        }
    }

    /**
     * Returns whether the entry at a place is neither before the head nor forgotten. The table has no entries from before the
     * swept position.
     */
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

    private long field(final int place, final int field) {
        return pages.of(place).get(EndedPages.entry(place), field);
    }
}
