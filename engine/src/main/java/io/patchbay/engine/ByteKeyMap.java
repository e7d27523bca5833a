package io.patchbay.engine;

import org.agrona.DirectBuffer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A map from ASCII names to values that is asked with ranges of bytes, so that a look-up makes no text. Changed rarely, never
 * iterated. One thread.
 *
 * @param <V> of values.
 */
final class ByteKeyMap<V> {
    private byte[][] keys = new byte[16][];
    private Object[] values = new Object[16];
    private int size;

    @SuppressWarnings("unchecked")
    V get(final DirectBuffer buffer, final int offset, final int length) {
        final int mask = keys.length - 1;
        for (int i = slot(Hashes.fnv(buffer, offset, length), mask); keys[i] != null; i = i + 1 & mask) {
            if (isSame(keys[i], buffer, offset, length)) {
                return (V)values[i];
            }
        }
        return null;
    }

    void put(final String key, final V value) {
        if (size * 2 >= keys.length) {
            grow();
        }
        final byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
        int i = slot(hash(bytes), keys.length - 1);
        while (keys[i] != null && !Arrays.equals(keys[i], bytes)) {
            i = i + 1 & keys.length - 1;
        }
        if (keys[i] == null) {
            size++;
        }
        keys[i] = bytes;
        values[i] = value;
    }

    void remove(final String key) {
        final int mask = keys.length - 1;
        final byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
        int gap = slot(hash(bytes), mask);
        while (!Arrays.equals(keys[gap], bytes)) {
            if (keys[gap] == null) {
                return;
            }
            gap = gap + 1 & mask;
        }
        for (int i = gap + 1 & mask; keys[i] != null; i = i + 1 & mask) {
            if ((i - slot(hash(keys[i]), mask) & mask) >= (i - gap & mask)) {
                keys[gap] = keys[i];
                values[gap] = values[i];
                gap = i;
            }
        }
        keys[gap] = null;
        values[gap] = null;
        size--;
    }

    private void grow() {
        final byte[][] oldKeys = keys;
        final Object[] oldValues = values;
        keys = new byte[oldKeys.length * 2][];
        values = new Object[keys.length];
        for (int k = 0; k < oldKeys.length; k++) {
            if (oldKeys[k] != null) {
                int i = slot(hash(oldKeys[k]), keys.length - 1);
                while (keys[i] != null) {
                    i = i + 1 & keys.length - 1;
                }
                keys[i] = oldKeys[k];
                values[i] = oldValues[k];
            }
        }
    }

    private static long hash(final byte[] key) {
        return Hashes.fnv(new org.agrona.concurrent.UnsafeBuffer(key), 0, key.length);
    }

    private static int slot(final long hash, final int mask) {
        return (int)Hashes.mix(hash) & mask;
    }

    private static boolean isSame(final byte[] key, final DirectBuffer buffer, final int offset, final int length) {
        if (key.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (key[i] != buffer.getByte(offset + i)) {
                return false;
            }
        }
        return true;
    }
}
