package io.patchbay.journal.disk;


import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.wire.Wires;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;

/**
 * Releases the blocks after the last record of a file that has ended, which were allocated for further records. Called by the
 * {@code DiskWatch} once there is a newer file.
 */
final class TrimmedFile {
    private TrimmedFile() {
    }

    /** Searches the end mark from the end of some record on. Nothing is released if it is not found. */
    static void trim(final File old, final long fromRecordEnd) {
        try (FileChannel channel = FileChannel.open(old.toPath(), StandardOpenOption.READ);
            Fallocate blocks = new Fallocate(old)) {
            final long end = endMark(channel, align(fromRecordEnd));
            if (end > 0) {
                blocks.release(end + Wires.SPB_HEADER_SIZE + Pages.BYTES - 1 & -Pages.BYTES, channel.size());
            }
        } catch (final IOException e) {
            // Retention may have removed the file meanwhile.
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

    /** Rounds up to a multiple of four bytes, where headers lie. */
    private static long align(final long position) {
        return position + Wires.SPB_HEADER_SIZE - 1 & -Wires.SPB_HEADER_SIZE;
    }
}
