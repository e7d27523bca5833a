package io.patchbay.journal;

import io.patchbay.protocol.Indexes;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;

/**
 * Takes the beginning of a record off the journal's end, where the end of the file cuts it off, so that a writer goes on after
 * the record before it. Only of the newest file, which nobody has open then: whoever maps it for writing makes it longer.
 */
final class TornTail {
    private static final Logger LOG = LoggerFactory.getLogger(TornTail.class);

    private TornTail() {
    }

    /**
     * Takes it off.
     *
     * @param walk         at the record that is cut off.
     * @param lastPosition where the record before it is, 0 where it is the first.
     */
    static void cutOff(final CycleWalk walk, final long lastPosition) {
        final CycleHead head = walk.head();
        final long position = walk.position();
        final long lengthBytes = walk.file().length();
        try (FileChannel channel = FileChannel.open(walk.path(), StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
            if (!lock.isValid() || channel.size() != lengthBytes) {
                // Another process has it open by now, and has looked at it before that.
                return;
            }
            if (head.writePosition() >= position) {
                final ByteBuffer last = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(lastPosition)
                    .putLong(lastPosition == 0 ? 0 : head.positionAndSequence(lastPosition, walk.sequence() - 1)).flip();
                channel.write(last, head.writePositionAt());
                channel.force(false);
            }
            channel.truncate(position);
            LOG.warn("the journal's last record {} is unfinished (the end of the file cuts it off) in {} at byte {}: {} bytes of"
                + " it are left out", Indexes.format(walk.index()), walk.path(), position, lengthBytes - position);
        } catch (final IOException e) {
            throw JournalException.unavailable("The journal's file " + walk.path() + " cannot be written (" + e
                + "): let this user write it.", e);
        }
    }
}
