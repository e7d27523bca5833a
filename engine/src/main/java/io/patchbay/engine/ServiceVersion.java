package io.patchbay.engine;

import io.patchbay.engine.hash.NotHashed;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * A version that instances of a service have, with a mark whether it matches the message that is being routed.
 */
final class ServiceVersion {
    @NotHashed("that of the instances")
    final String text;
    /** Number of registered instances of this version, draining ones included. */
    @NotHashed("a count of instances")
    int instances;
    /** Number of these instances that are not draining. */
    @NotHashed("a count of instances")
    int active;
    /** Whether it matches the message that is being routed; valid only meanwhile. */
    @NotHashed("scratch of one message")
    boolean fits;
    @NotHashed("that of the instances")
    private final UnsafeBuffer bytes;

    ServiceVersion(final String version) {
        text = version;
        bytes = new UnsafeBuffer(version.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns whether this version matches a wanted one, as {@link io.patchbay.protocol.Versions#matches} does, but on bytes. */
    boolean matches(final DirectBuffer wanted, final int offset, final int length) {
        final int wantedEnd = end(wanted, offset, length);
        final int ownEnd = end(bytes, 0, bytes.capacity());
        if (wantedEnd > ownEnd) {
            return false;
        }
        int dots = 0;
        for (int i = 0; i < wantedEnd; i++) {
            final byte c = wanted.getByte(offset + i);
            if (c != bytes.getByte(i)) {
                return false;
            }
            if (c == '.') {
                dots++;
            }
        }
        if (wantedEnd == ownEnd) {
            return true;
        }
        if (dots >= 2 || bytes.getByte(wantedEnd) != '.') {
            return false;
        }
        for (int i = wantedEnd; i < ownEnd; i++) {
            if (bytes.getByte(i) == '-') {
                return false;
            }
        }
        return true;
    }

    /** Returns the number of bytes before the build metadata. */
    private static int end(final DirectBuffer version, final int offset, final int length) {
        for (int i = 0; i < length; i++) {
            if (version.getByte(offset + i) == '+') {
                return i;
            }
        }
        return length;
    }
}
