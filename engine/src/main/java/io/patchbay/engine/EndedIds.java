package io.patchbay.engine;

import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

import java.util.Arrays;

/**
 * Ids of messages that ended and how, for the duplicate check and for status: a queue in order of their ends, in pages that
 * come as they are needed and are used again, and an index into it by id. An id is remembered for the window, on engine time,
 * unless there are too many: then the oldest go first.
 */
final class EndedIds {
    static final int NONE = -1;
    private static final byte FORGOTTEN = 0;
    private static final byte REPLIED = 1;
    private static final byte UNHANDLED = 2;
    /** How many that are too old leave at one record: more than come in, and no long stop after an idle night. */
    private static final int EXPIRE_LIMIT = 64;

    private final StateHash hash;
    /** By id: 1 + place of the entry, 0 = empty. */
    private final int[][] segments = new int[IdHash.SEGMENTS][];
    private final int[] sizes = new int[IdHash.SEGMENTS];
    private EndedPage[] pages = new EndedPage[8];
    private int pageCount;
    private EndedPage free;
    private EndedPage head;
    private EndedPage tail;
    private int headEntry;
    private int tailEntry;
    private int size;
    private long windowNs;
    private int limit;
    private long evictedNs;

    EndedIds(final StateHash hash) {
        this.hash = hash;
        head = newPage(0);
        tail = head;
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

    /** The place of an id that is still remembered at this time, or {@link #NONE}. */
    int find(final long idHi, final long idLo, final long nowNs) {
        final int place = find(idHi, idLo);
        return place != NONE && isTooOld(place, nowNs) ? NONE : place;
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

    /** Remembers an end; the reason is null for a reply. */
    void remember(final long idHi, final long idLo, final long ended, final long identity, final long nowNs,
        final UnhandledReason reason) {
        final int old = find(idHi, idLo);
        if (old != NONE) {
            forget(old);
        }
        if (tailEntry == EndedPage.ENTRIES) {
            tail.next = newPage(tail.firstSequence + EndedPage.ENTRIES);
            tail = tail.next;
            tailEntry = 0;
        }
        final int entry = tailEntry++;
        tail.set(entry, EndedPage.ID_HI, idHi);
        tail.set(entry, EndedPage.ID_LO, idLo);
        tail.set(entry, EndedPage.ENDED, ended);
        tail.set(entry, EndedPage.IDENTITY, identity);
        tail.set(entry, EndedPage.TIME_NS, nowNs);
        tail.state[entry] = reason == null ? REPLIED : (byte)(UNHANDLED + reason.ordinal());
        put(tail.number << EndedPage.SHIFT | entry);
        hash.add(tail.hash(entry));
        size++;
        evictSurplus();
    }

    /** Lets some go that are older than the window. */
    void expire(final long nowNs) {
        for (int i = 0; i < EXPIRE_LIMIT && !isEmpty(); i++) {
            if (head.state[headEntry] != FORGOTTEN && isTooOld(head.number << EndedPage.SHIFT | headEntry, nowNs)) {
                forget(head.number << EndedPage.SHIFT | headEntry);
            }
            if (head.state[headEntry] != FORGOTTEN) {
                break;
            }
            skipHead();
        }
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
                sum += page.state[entry] == FORGOTTEN ? 0 : page.hash(entry);
            }
        }
        return sum;
    }

    private void evictSurplus() {
        while (size > limit) {
            if (head.state[headEntry] != FORGOTTEN) {
                evictedNs = head.get(headEntry, EndedPage.TIME_NS);
                forget(head.number << EndedPage.SHIFT | headEntry);
            }
            skipHead();
        }
    }

    private boolean isEmpty() {
        return head == tail && headEntry == tailEntry;
    }

    private boolean isTooOld(final int place, final long nowNs) {
        return nowNs - word(place, EndedPage.TIME_NS) > windowNs;
    }

    private void skipHead() {
        if (++headEntry < EndedPage.ENTRIES) {
            return;
        }
        headEntry = 0;
        if (head == tail) {
            head.firstSequence += EndedPage.ENTRIES;
            tailEntry = 0;
        } else {
            final EndedPage used = head;
            head = used.next;
            used.next = free;
            free = used;
        }
    }

    private EndedPage newPage(final long firstSequence) {
        EndedPage page = free;
        if (page == null) {
            if (pageCount == pages.length) {
                pages = Arrays.copyOf(pages, pageCount * 2);
            }
            page = new EndedPage(pageCount);
            pages[pageCount++] = page;
        } else {
            free = page.next;
        }
        page.next = null;
        page.firstSequence = firstSequence;
        return page;
    }

    private void forget(final int place) {
        final EndedPage page = pages[place >>> EndedPage.SHIFT];
        final int entry = place & EndedPage.ENTRIES - 1;
        hash.remove(page.hash(entry));
        remove(place);
        page.state[entry] = FORGOTTEN;
        size--;
    }

    private byte state(final int place) {
        return pages[place >>> EndedPage.SHIFT].state[place & EndedPage.ENTRIES - 1];
    }

    private long word(final int place, final int field) {
        return pages[place >>> EndedPage.SHIFT].get(place & EndedPage.ENTRIES - 1, field);
    }

    private long idHash(final int place) {
        return IdHash.of(word(place, EndedPage.ID_HI), word(place, EndedPage.ID_LO));
    }

    private int find(final long idHi, final long idLo) {
        final long idHash = IdHash.of(idHi, idLo);
        final int[] table = segments[IdHash.segment(idHash)];
        if (table == null) {
            return NONE;
        }
        final int mask = table.length - 1;
        for (int slot = IdHash.slot(idHash, mask); table[slot] != 0; slot = slot + 1 & mask) {
            final int place = table[slot] - 1;
            if (word(place, EndedPage.ID_LO) == idLo && word(place, EndedPage.ID_HI) == idHi) {
                return place;
            }
        }
        return NONE;
    }

    private void put(final int place) {
        final int segment = IdHash.segment(idHash(place));
        int[] table = segments[segment];
        if (table == null) {
            table = new int[IdHash.INITIAL_CAPACITY];
        } else if (IdHash.isFull(sizes[segment], table.length)) {
            table = new int[table.length * 2];
            for (final int old : segments[segment]) {
                if (old != 0) {
                    insert(table, old - 1);
                }
            }
        }
        segments[segment] = table;
        insert(table, place);
        sizes[segment]++;
    }

    private void insert(final int[] table, final int place) {
        final int mask = table.length - 1;
        int slot = IdHash.slot(idHash(place), mask);
        while (table[slot] != 0) {
            slot = slot + 1 & mask;
        }
        table[slot] = place + 1;
    }

    private void remove(final int place) {
        final long idHash = idHash(place);
        final int segment = IdHash.segment(idHash);
        final int[] table = segments[segment];
        final int mask = table.length - 1;
        int gap = IdHash.slot(idHash, mask);
        while (table[gap] != place + 1) {
            gap = gap + 1 & mask;
        }
        int at = gap;
        while (true) {
            at = at + 1 & mask;
            if (table[at] == 0) {
                break;
            }
            if (!IdHash.staysPut(IdHash.slot(idHash(table[at] - 1), mask), gap, at)) {
                table[gap] = table[at];
                gap = at;
            }
        }
        table[gap] = 0;
        sizes[segment]--;
    }
}
