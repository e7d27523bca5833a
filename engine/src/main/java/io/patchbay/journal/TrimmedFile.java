package io.patchbay.journal;

import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.wire.Wires;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * Gives back the blocks behind the last record of a file that has ended: what was kept ready there for more. Called by the
 * {@link DiskWatch} once a newer file is there.
 */
final class TrimmedFile {
    private TrimmedFile() {
    }

    /** The end mark is searched from the end of some record; where it is not found, nothing is given back. */
    static void trim(final File old, final long fromRecordEnd) {
        try (FileChannel channel = FileChannel.open(old.toPath(), StandardOpenOption.READ);
            Fallocate blocks = new Fallocate(old)) {
            final long end = endMark(channel, align(fromRecordEnd));
            if (end > 0) {
                blocks.release(end + Wires.SPB_HEADER_SIZE + Pages.BYTES - 1 & -Pages.BYTES, channel.size());
            }
        } catch (final IOException e) {
            // Retention may have taken it away meanwhile.
            Jvm.debug().on(TrimmedFile.class, "not trimmed: " + old, e);
        }
    }

    private static long endMark(final FileChannel channel, final long from) throws IOException {
        final ByteBuffer header = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long position = from; channel.read(header.clear(), position) == Integer.BYTES;) {
            final int word = header.getInt(0);
            if (word == Wires.END_OF_DATA) {
                return position;
            }
            if (word == Wires.NOT_INITIALIZED || (word & Wires.NOT_COMPLETE) != 0) {
                return 0;
            }
            position = align(position + Wires.SPB_HEADER_SIZE + (word & Wires.LENGTH_MASK));
        }
        return 0;
    }

    /** Headers lie on multiples of four bytes. */
    private static long align(final long position) {
        return position + Wires.SPB_HEADER_SIZE - 1 & -Wires.SPB_HEADER_SIZE;
    }
}
