package io.patchbay.engine.hash;

import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * The hash functions of the engine. They must never change: the checkpoints of journals and the choice of an instance by key
 * depend on them.
 */
public final class Hash64 {
    /** The increment of splitmix64: 2^64 divided by the golden ratio, odd. */
    public static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Hash64() {
    }

    /** Applies the finalizer of splitmix64, a bijection. */
    public static long mix(final long value) {
        long z = value;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /**
     * Adds a value to a running hash. The function is a bijection of either argument, so a change of one value always changes the
     * hash.
     */
    public static long next(final long hash, final long value) {
        final long product = (hash ^ value) * GOLDEN;
        return product ^ product >>> 32;
    }

    public static long next(final long hash, final DirectBuffer buffer, final int offset, final int length) {
        long result = next(hash, length);
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            result = next(result, buffer.getLong(offset + i, ByteOrder.LITTLE_ENDIAN));
        }
        long rest = 0;
        for (; i < length; i++) {
            rest = rest << 8 | buffer.getByte(offset + i) & 0xff;
        }
        return next(result, rest);
    }

    /** Adds bytes to a running hash, with the same result as for a buffer that begins with them. */
    public static long next(final long hash, final byte[] bytes, final int length) {
        long result = next(hash, length);
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            result = next(result, ByteWords.getLong(bytes, i));
        }
        long rest = 0;
        for (; i < length; i++) {
            rest = rest << 8 | bytes[i] & 0xff;
        }
        return next(result, rest);
    }

    public static long next(final long hash, final String text) {
        long result = next(hash, text.length());
        for (int i = 0; i < text.length(); i++) {
            result = next(result, text.charAt(i));
        }
        return result;
    }

    /** Returns the 64-bit FNV-1a hash of a range of bytes. */
    static long fnv1a(final DirectBuffer buffer, final int offset, final int length) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ buffer.getByte(offset + i) & 0xff) * FNV_PRIME;
        }
        return hash;
    }
}
