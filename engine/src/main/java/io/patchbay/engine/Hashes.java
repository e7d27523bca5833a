package io.patchbay.engine;

import org.agrona.DirectBuffer;

/**
 * The hash functions of the engine. Two of them are part of the contract, since they choose instances for keys: see
 * {@link #rendezvous}. No state.
 */
final class Hashes {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Hashes() {
    }

    /**
     * The finaliser of splitmix64.
     *
     * @param value any.
     * @return well mixed.
     */
    static long mix(final long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /**
     * Adds a value to a hash in which order matters.
     *
     * @param hash  so far.
     * @param value to add.
     * @return the hash with it.
     */
    static long add(final long hash, final long value) {
        return mix(hash ^ mix(value));
    }

    /**
     * FNV-1a with 64 bits.
     *
     * @param buffer holding the bytes.
     * @param offset of the first.
     * @param length in bytes.
     * @return the hash.
     */
    static long fnv(final DirectBuffer buffer, final int offset, final int length) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ buffer.getByte(offset + i) & 0xff) * FNV_PRIME;
        }
        return hash;
    }

    /**
     * FNV-1a with 64 bits over the characters of a text, each as two bytes.
     *
     * @param text any.
     * @return the hash.
     */
    static long text(final CharSequence text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i) & 0xff) * FNV_PRIME;
            hash = (hash ^ text.charAt(i) >>> 8) * FNV_PRIME;
        }
        return hash;
    }

    /**
     * The score of an instance for a key. The instance with the highest score, compared as unsigned numbers, has the key; of
     * equal ones the one that registered first.
     *
     * @param keyHash  FNV-1a with 64 bits over the key's UTF-8 bytes.
     * @param instance index of its registration.
     * @return the score: the splitmix64 finaliser of keyHash xor the splitmix64 finaliser of the instance.
     */
    static long rendezvous(final long keyHash, final long instance) {
        return mix(keyHash ^ mix(instance));
    }
}
