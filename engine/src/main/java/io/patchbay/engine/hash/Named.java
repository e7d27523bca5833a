package io.patchbay.engine.hash;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * An entry of a {@link NameTable}, found by the bytes of its name.
 */
public abstract class Named {
    @NotHashed("of the name")
    public final UnsafeBuffer nameBytes;
    @NotHashed("of the name")
    final int nameHash;

    public Named(final String name) {
        nameBytes = new UnsafeBuffer(name.getBytes(StandardCharsets.UTF_8));
        nameHash = hash(nameBytes, 0, nameBytes.capacity());
    }

    static int hash(final DirectBuffer buffer, final int offset, final int length) {
        final long hash = Hash64.fnv1a(buffer, offset, length);
        return (int)(hash ^ hash >>> 32);
    }

    final boolean isNamed(final DirectBuffer buffer, final int offset, final int length) {
        if (nameBytes.capacity() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (nameBytes.getByte(i) != buffer.getByte(offset + i)) {
                return false;
            }
        }
        return true;
    }
}
