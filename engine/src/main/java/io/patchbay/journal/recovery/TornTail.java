package io.patchbay.journal.recovery;

import io.patchbay.data.JournalException;
import io.patchbay.journal.file.CycleHead;
import io.patchbay.journal.file.CycleWalk;
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
 * Removes the beginning of a record at the journal's end, if the end of the file cuts it off, so that a writer continues after
 * the record before. Only for the newest file, which no process has open then: mapping it for writing would have extended it.
 */
final class TornTail {
    private static final Logger LOG = LoggerFactory.getLogger(TornTail.class);

    private TornTail() {
    }

    /**
     * Removes the record that is cut off.
     *
     * @param walk         walk at that record.
     * @param lastPosition position of the record before it; 0 if it is the first.
     */
    static void cutOff(final CycleWalk walk, final long lastPosition) {
        final CycleHead head = walk.head();
        final long position = walk.position();
        final long lengthBytes = walk.file().length();
        try (FileChannel channel = FileChannel.open(walk.path(), StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
            if (!lock.isValid() || channel.size() != lengthBytes) {
                // Another process has opened the file by now, and checked it before that.
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
                + " it are removed", Indexes.format(walk.index()), walk.path(), position, lengthBytes - position);
        } catch (final IOException e) {
            throw JournalException.unavailable("The journal's file " + walk.path() + " cannot be written (" + e
                + "): let this user write it.", e);
        }
    }
}
