package io.patchbay.engine;

import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;

/**
 * The ids of messages that ended, for duplicates and status queries: the newest, up to a count and an age, oldest first out.
 * A ring in pages that are made as they are needed, and a table of positions in it. One thread.
 */
final class EndedIds {
    private static final int PAGE_SHIFT = 12;
    private static final int PAGE = 1 << PAGE_SHIFT;
    private static final int NO_REASON = 255;
    /** Longs of an entry: id high, id low, record that ended it, time, owner, status and reason. */
    private static final int ENTRY = 6;

    private long[][] pages = new long[4][];
    private int capacity = pages.length * PAGE;
    private int[] table = new int[1024];
    private int mask = table.length - 1;
    /** Entries ever put, and ever dropped; their difference is the size. */
    private long put;
    private long dropped;
    private long hash;

    int size() {
        return (int)(put - dropped);
    }

    /** Incremental sum of the entries' hashes. */
    long hash() {
        return hash;
    }

    long recomputeHash() {
        long sum = 0;
        for (long sequence = dropped; sequence < put; sequence++) {
            sum += entryHash(page(sequence), offset(sequence));
        }
        return sum;
    }

    /** When the oldest ended, epoch nanoseconds; 0 where there is none. */
    long oldestTimeNs() {
        return size() == 0 ? 0 : page(dropped)[offset(dropped) + 3];
    }

    void put(final long idHi, final long idLo, final long index, final long timeNs, final long owner, final RequestStatus status,
        final UnhandledReason reason, final int maxIds) {
        while (size() > 0 && size() >= maxIds) {
            dropOldest();
        }
        if (maxIds < 1) {
            return;
        }
        if (size() == capacity) {
            growRing();
        }
        if (size() * 2 >= table.length) {
            growTable();
        }
        final long sequence = put++;
        final long[] page = page(sequence);
        final int offset = offset(sequence);
        page[offset] = idHi;
        page[offset + 1] = idLo;
        page[offset + 2] = index;
        page[offset + 3] = timeNs;
        page[offset + 4] = owner;
        page[offset + 5] = (long)status.ordinal() << 8 | (reason == null ? NO_REASON : reason.ordinal());
        insert(sequence);
        hash += entryHash(page, offset);
    }

    /** Forgets what ended before a time. */
    void dropBefore(final long timeNs) {
        while (size() > 0 && page(dropped)[offset(dropped) + 3] < timeNs) {
            dropOldest();
        }
    }

    void dropDownTo(final int maxIds) {
        while (size() > maxIds) {
            dropOldest();
        }
    }

    /** Where an id is, or -1; to be asked about with the methods below. */
    long find(final long idHi, final long idLo) {
        for (int i = slot(idHi, idLo); table[i] != 0; i = i + 1 & mask) {
            final long sequence = sequenceAt(i);
            final long[] page = page(sequence);
            final int offset = offset(sequence);
            if (page[offset] == idHi && page[offset + 1] == idLo) {
                return sequence;
            }
        }
        return -1;
    }

    long index(final long found) {
        return page(found)[offset(found) + 2];
    }

    long owner(final long found) {
        return page(found)[offset(found) + 4];
    }

    RequestStatus status(final long found) {
        return RequestStatus.ofOrdinal((int)(page(found)[offset(found) + 5] >> 8));
    }

    UnhandledReason reason(final long found) {
        return UnhandledReason.ofOrdinal((int)(page(found)[offset(found) + 5] & 0xff));
    }

    private void dropOldest() {
        final long[] page = page(dropped);
        final int offset = offset(dropped);
        hash -= entryHash(page, offset);
        remove(page[offset], page[offset + 1]);
        dropped++;
    }

    /** Position in the ring plus one, so that 0 means free. */
    private void insert(final long sequence) {
        final long[] page = page(sequence);
        final int offset = offset(sequence);
        int i = slot(page[offset], page[offset + 1]);
        while (table[i] != 0) {
            i = i + 1 & mask;
        }
        table[i] = (int)(sequence % capacity) + 1;
    }

    private void remove(final long idHi, final long idLo) {
        int gap = slot(idHi, idLo);
        while (sequenceAt(gap) != dropped) {
            gap = gap + 1 & mask;
        }
        for (int i = gap + 1 & mask; table[i] != 0; i = i + 1 & mask) {
            final long sequence = sequenceAt(i);
            final int home = slot(page(sequence)[offset(sequence)], page(sequence)[offset(sequence) + 1]);
            if ((i - home & mask) >= (i - gap & mask)) {
                table[gap] = table[i];
                gap = i;
            }
        }
        table[gap] = 0;
    }

    private long sequenceAt(final int i) {
        final long position = table[i] - 1;
        final long first = dropped % capacity;
        return dropped + (position >= first ? position - first : position + capacity - first);
    }

    private void growTable() {
        table = new int[table.length * 2];
        mask = table.length - 1;
        for (long sequence = dropped; sequence < put; sequence++) {
            insert(sequence);
        }
    }

    /** Entries move to new pages in order; positions begin at zero again. */
    private void growRing() {
        final int count = size();
        final long[][] larger = new long[pages.length * 2][];
        for (int i = 0; i < count; i++) {
            final int target = i >> PAGE_SHIFT;
            if (larger[target] == null) {
                larger[target] = new long[PAGE * ENTRY];
            }
            System.arraycopy(page(dropped + i), offset(dropped + i), larger[target], (i & PAGE - 1) * ENTRY, ENTRY);
        }
        pages = larger;
        capacity = larger.length * PAGE;
        put = count;
        dropped = 0;
        java.util.Arrays.fill(table, 0);
        for (long sequence = 0; sequence < put; sequence++) {
            insert(sequence);
        }
    }

    private long[] page(final long sequence) {
        final int number = (int)(sequence % capacity) >> PAGE_SHIFT;
        if (pages[number] == null) {
            pages[number] = new long[PAGE * ENTRY];
        }
        return pages[number];
    }

    private int offset(final long sequence) {
        return ((int)(sequence % capacity) & PAGE - 1) * ENTRY;
    }

    private static long entryHash(final long[] page, final int offset) {
        long entry = Hashes.mix(page[offset]);
        for (int i = 1; i < ENTRY; i++) {
            entry = Hashes.add(entry, page[offset + i]);
        }
        return entry;
    }

    private int slot(final long idHi, final long idLo) {
        return (int)Hashes.mix(idHi ^ Long.rotateLeft(idLo, 32)) & mask;
    }
}
