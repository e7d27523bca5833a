package io.patchbay.journal.record;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;

/**
 * A fixed set of words that finds which of them is at a position in a buffer, without allocation. Immutable, any thread.
 */
final class WordTable {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final byte[][] words;
    private final int[] slots;
    private final int shift;

    WordTable(final byte[][] words) {
        this.words = words;
        final int capacity = BitUtil.findNextPositivePowerOfTwo(words.length * 4);
        slots = new int[capacity];
        shift = Long.SIZE - Integer.numberOfTrailingZeros(capacity);
        for (int i = 0; i < words.length; i++) {
            int slot = slot(first(words[i]), words[i].length);
            while (slots[slot] != 0) {
                slot = slot + 1 & capacity - 1;
            }
            slots[slot] = i + 1;
        }
    }

    /** Returns the number of the word in the set; -1 if it is not in it. */
    int find(final DirectBuffer buffer, final int offset, final int length) {
        if (length == 0) {
            return -1;
        }
        int slot = slot(buffer.getByte(offset) & 0xff | (buffer.getByte(offset + length / 2) & 0xff) << 8
            | (buffer.getByte(offset + length - 1) & 0xff) << 16, length);
        while (slots[slot] != 0) {
            final byte[] word = words[slots[slot] - 1];
            if (isSame(word, buffer, offset, length)) {
                return slots[slot] - 1;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return -1;
    }

    private static boolean isSame(final byte[] word, final DirectBuffer buffer, final int offset, final int length) {
        if (word.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (word[i] != buffer.getByte(offset + i)) {
                return false;
            }
        }
        return true;
    }

    private static int first(final byte[] word) {
        return word[0] & 0xff | (word[word.length / 2] & 0xff) << 8 | (word[word.length - 1] & 0xff) << 16;
    }

    private int slot(final int letters, final int length) {
        return (int)((letters | (long)length << 24) * MIX >>> shift);
    }
}
