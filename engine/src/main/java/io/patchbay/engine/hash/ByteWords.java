package io.patchbay.engine.hash;

import org.agrona.DirectBuffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Copies, compares and hashes short texts eight bytes at a time. Where the length is not a multiple of eight, the last eight
 * bytes are taken as a whole and overlap those before.
 */
public final class ByteWords {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private ByteWords() {
    }

    static long getLong(final byte[] bytes, final int offset) {
        return (long)LONGS.get(bytes, offset);
    }

    /** Copies the first {@code length} bytes of a buffer. */
    public static void copy(final DirectBuffer from, final int length, final byte[] to, final int offset) {
        if (length < Long.BYTES) {
            for (int i = 0; i < length; i++) {
                to[offset + i] = from.getByte(i);
            }
            return;
        }
        final int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            LONGS.set(to, offset + i, from.getLong(i, ByteOrder.LITTLE_ENDIAN));
        }
        LONGS.set(to, offset + last, from.getLong(last, ByteOrder.LITTLE_ENDIAN));
    }

    /** Returns whether an array equals the first {@code length} bytes of a buffer. */
    public static boolean isSame(final byte[] own, final DirectBuffer other, final int length) {
        if (own.length != length) {
            return false;
        }
        if (length < Long.BYTES) {
            for (int i = 0; i < length; i++) {
                if (own[i] != other.getByte(i)) {
                    return false;
                }
            }
            return true;
        }
        final int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            if (getLong(own, i) != other.getLong(i, ByteOrder.LITTLE_ENDIAN)) {
                return false;
            }
        }
        return getLong(own, last) == other.getLong(last, ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Returns a hash of the first {@code length} bytes of a buffer. Only tables in memory use it: nothing that is stored depends
     * on it.
     */
    public static int hash(final DirectBuffer text, final int length) {
        long hash = length;
        if (length < Long.BYTES) {
            for (int i = 0; i < length; i++) {
                hash = hash << 8 | text.getByte(i) & 0xff;
            }
        } else {
            final int last = length - Long.BYTES;
            for (int i = 0; i < last; i += Long.BYTES) {
                hash = Hash64.next(hash, text.getLong(i, ByteOrder.LITTLE_ENDIAN));
            }
            hash = Hash64.next(hash, text.getLong(last, ByteOrder.LITTLE_ENDIAN));
        }
        return (int)(hash * Hash64.GOLDEN >>> Integer.SIZE);
    }
}
