package io.patchbay.engine.hash;

import org.agrona.DirectBuffer;

/**
 * The choice of an instance by key: rendezvous hashing (highest random weight). The router uses it; it must never change.
 *
 * <p>All arithmetic is modulo 2^64. With {@code h} = FNV-1a 64 over the bytes of the key (offset basis
 * {@code 0xcbf29ce484222325}, prime {@code 0x100000001b3}) and {@code i} = the index of the instance's registration:
 *
 * <pre>
 *   z = h + i * 0x9e3779b97f4a7c15
 *   z = (z ^ (z &gt;&gt;&gt; 30)) * 0xbf58476d1ce4e5b9
 *   z = (z ^ (z &gt;&gt;&gt; 27)) * 0x94d049bb133111eb
 *   score = z ^ (z &gt;&gt;&gt; 31)
 * </pre>
 *
 * The candidate with the highest score, compared as unsigned numbers, gets the message; of equal scores the lower index wins.
 *
 * <p>Test vectors: key {@code customer-42}, instance {@code 0x4f6800000001}: score {@code 0xb565714d527df63d};
 * key {@code EUR/USD}, instance {@code 0x4f680000002a}: score {@code 0x0bd32c6b6f9bcd9b}.
 */
public final class Rendezvous {
    private Rendezvous() {
    }

    /**
     * Returns the hash of a key, {@code h} above.
     *
     * @param key    buffer with the bytes of the key.
     * @param offset of the first byte.
     * @param length number of bytes.
     * @return FNV-1a 64 over these bytes.
     */
    public static long keyHash(final DirectBuffer key, final int offset, final int length) {
        return Hash64.fnv1a(key, offset, length);
    }

    /**
     * Returns the score of an instance for a key.
     *
     * @param keyHash  of the key.
     * @param instance index of its registration.
     * @return an unsigned number.
     */
    public static long score(final long keyHash, final long instance) {
        return Hash64.mix(keyHash + instance * Hash64.GOLDEN);
    }
}
