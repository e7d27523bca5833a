package io.patchbay.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A generator of inputs from other inputs. It changes bytes and bits, falsifies lengths, and removes, repeats and inserts parts.
 * The same random numbers produce the same inputs.
 */
final class Mutator {
    private static final int MAX_BYTES = 1 << 17;
    private static final int[] EDGES = {0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 4, 8};

    private final Random random;
    private final List<byte[]> seeds;

    Mutator(final Random random, final List<byte[]> seeds) {
        this.random = random;
        this.seeds = seeds;
    }

    byte[] next() {
        byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
        for (int left = random.nextInt(6); left >= 0; left--) {
            bytes = mutate(bytes);
        }
        return bytes.length > MAX_BYTES ? Arrays.copyOf(bytes, MAX_BYTES) : bytes;
    }

    private byte[] mutate(final byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte)random.nextInt(256)};
        }
        final int at = random.nextInt(bytes.length);
        switch (random.nextInt(9)) {
            case 0:
                bytes[at] = (byte)random.nextInt(256);
                return bytes;
            case 1:
                bytes[at] ^= (byte)(1 << random.nextInt(8));
                return bytes;
            case 2:
                return Arrays.copyOf(bytes, at);
            case 3:
                return splice(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), new byte[0], 0, 0);
            case 4:
                return edge(bytes, at);
            case 5:
                return splice(bytes, at, at, bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(64)));
            case 6:
                final byte[] other = seeds.get(random.nextInt(seeds.size()));
                final int from = random.nextInt(other.length + 1);
                return splice(bytes, at, at, other, from, Math.min(other.length, from + random.nextInt(64)));
            case 7:
                final byte[] whole = seeds.get(random.nextInt(seeds.size()));
                return splice(bytes, bytes.length, bytes.length, whole, 0, whole.length);
            default:
                final byte[] noise = new byte[1 + random.nextInt(16)];
                random.nextBytes(noise);
                return splice(bytes, at, at, noise, 0, noise.length);
        }
    }

    /** Overwrites bytes with a number at the limit of its type, of a random width. */
    private byte[] edge(final byte[] bytes, final int at) {
        int value = EDGES[random.nextInt(EDGES.length)] + random.nextInt(3) - 1;
        final int width = Math.min(1 << random.nextInt(3), bytes.length - at);
        for (int i = 0; i < width; i++) {
            bytes[at + i] = (byte)value;
            value >>= 8;
        }
        return bytes;
    }

    private static byte[] splice(final byte[] bytes, final int cutFrom, final int cutTo, final byte[] with, final int from,
        final int to) {
        final byte[] spliced = new byte[bytes.length - (cutTo - cutFrom) + to - from];
        System.arraycopy(bytes, 0, spliced, 0, cutFrom);
        System.arraycopy(with, from, spliced, cutFrom, to - from);
        System.arraycopy(bytes, cutTo, spliced, cutFrom + to - from, bytes.length - cutTo);
        return spliced;
    }
}
