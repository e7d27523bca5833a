package io.patchbay.snapshot;

import io.patchbay.delivery.FrameMarks;
import io.patchbay.engine.Engine;
import io.patchbay.engine.input.Input;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalReader;
import io.patchbay.protocol.Indexes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A snapshot whose bytes have all been read and whose checksum is right. Immutable, any thread; each method that reads opens the
 * file anew.
 *
 * <pre>
 * head    64 bytes: magic, format, rules, index, time of that record, engine time, records, state hash
 * marks   number of the last frame due to each receiver
 * state   of the engine
 * tail    16 bytes: position of the state, its CRC32C, the CRC32C of all before
 * </pre>
 */
public final class Snapshot implements StoredSnapshot {
    private static final int TAIL_BYTES = Long.BYTES + Integer.BYTES + Integer.BYTES;
    private static final int CHUNK_BYTES = 64 << 10;

    private final Path file;
    private final SnapshotHead head;
    private final long statePosition;
    private final long stateEnd;
    private final int stateChecksum;

    private Snapshot(final Path file, final SnapshotHead head, final long statePosition, final long stateEnd,
        final int stateChecksum) {
        this.file = file;
        this.head = head;
        this.statePosition = statePosition;
        this.stateEnd = stateEnd;
        this.stateChecksum = stateChecksum;
    }

    /**
     * Opens a file and verifies its checksum.
     *
     * @param file a snapshot.
     * @return a snapshot that is whole.
     * @throws SnapshotException if it is damaged, cannot be read, or is of a format or rules that this version does not know.
     */
    public static Snapshot open(final Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final long size = channel.size();
            if (size < SnapshotHead.BYTES + TAIL_BYTES) {
                throw new IllegalStateException("it has " + size + " bytes only");
            }
            final ByteBuffer ends = ByteBuffer.allocate(SnapshotHead.BYTES + TAIL_BYTES);
            readFully(channel, ends.limit(SnapshotHead.BYTES), 0);
            readFully(channel, ends.limit(ends.capacity()), size - TAIL_BYTES);
            final SnapshotHead head = SnapshotHead.read(ends.flip());
            ends.position(SnapshotHead.BYTES);
            final long statePosition = ends.getLong();
            final int stateChecksum = ends.getInt();
            final int checksum = ends.getInt();
            if (checksum(channel, size - Integer.BYTES) != checksum) {
                throw new IllegalStateException("its checksum is wrong");
            }
            return new Snapshot(file, head, statePosition, size - TAIL_BYTES, stateChecksum);
        } catch (final IOException | IllegalStateException e) {
            throw unusable(file, e);
        }
    }

    /** Writes a snapshot to a sink, which is at the beginning of a file. */
    static void write(final ChecksumSink to, final SnapshotHead head, final FrameMarks marks, final Engine engine) {
        to.raw(head.toBytes(), 0, SnapshotHead.BYTES);
        marks.write(to);
        final long statePosition = to.bytes();
        to.beginPart();
        engine.writeState(to);
        final int stateChecksum = to.partChecksum();
        final ByteBuffer tail = ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(statePosition).putInt(stateChecksum);
        to.raw(tail.array(), 0, tail.capacity());
        final byte[] checksum = ByteBuffer.allocate(Integer.BYTES).putInt(to.checksum()).array();
        to.raw(checksum, 0, checksum.length);
        to.flush();
    }

    @Override
    public SnapshotHead head() {
        return head;
    }

    /**
     * Returns its file.
     *
     * @return a path.
     */
    public Path file() {
        return file;
    }

    @Override
    public void readMarks(final FrameMarks marks) {
        try (FileChannel channel = at(SnapshotHead.BYTES)) {
            marks.read(new FileSource(channel, statePosition));
        } catch (final IOException | RuntimeException e) {
            throw unusable(file, e);
        }
    }

    @Override
    public void readState(final Engine engine) {
        try (FileChannel channel = at(statePosition)) {
            engine.readState(new FileSource(channel, stateEnd));
            if (engine.index() != head.index() || engine.stateHash() != head.stateHash()) {
                throw new IllegalStateException("its state has the hash " + Long.toHexString(engine.stateHash()) + ", not "
                    + Long.toHexString(head.stateHash()));
            }
        } catch (final IOException | RuntimeException e) {
            throw unusable(file, e);
        }
    }

    /**
     * Returns whether it has the same state as an engine. Compares the hash, and the written state by length and checksum.
     *
     * @param engine an engine that has applied exactly the records up to the snapshot's.
     * @return false where anything differs.
     */
    public boolean isStateOf(final Engine engine) {
        if (engine.index() != head.index() || engine.stateHash() != head.stateHash()) {
            return false;
        }
        final ChecksumSink bytes = new ChecksumSink();
        engine.writeState(bytes);
        return bytes.checksum() == stateChecksum && bytes.bytes() == stateEnd - statePosition;
    }

    /**
     * Returns whether a journal has the snapshot's record. Another journal does not have it, nor does a copy that has gone
     * another way since.
     *
     * @param journal the journal to search.
     * @return true if it has a record with that index and time.
     */
    public boolean isOf(final Journal journal) {
        final long[] found = new long[2];
        try (JournalReader reader = journal.newReader()) {
            reader.moveTo(head.index());
            return reader.next(in -> note(in, found)) && found[0] == head.index() && found[1] == head.recordTimeNs();
        }
    }

    private static void note(final Input in, final long[] found) {
        found[0] = in.index;
        found[1] = in.timeNs;
    }

    @Override
    public String toString() {
        return "snapshot " + Indexes.format(head.index());
    }

    private FileChannel at(final long position) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ).position(position);
    }

    private static SnapshotException unusable(final Path file, final Exception e) {
        final String why = e instanceof IllegalStateException ? e.getMessage() : e.toString();
        return new SnapshotException("The snapshot " + file + " cannot be used: " + why, e);
    }

    private static void readFully(final FileChannel channel, final ByteBuffer to, final long position) throws IOException {
        final int start = to.position();
        while (to.hasRemaining()) {
            if (channel.read(to, position + to.position() - start) < 0) {
                throw new IllegalStateException("it was cut while it was read");
            }
        }
    }

    private static int checksum(final FileChannel channel, final long end) throws IOException {
        final CRC32C checksum = new CRC32C();
        final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        for (long position = 0; position < end;) {
            chunk.clear().limit((int)Math.min(CHUNK_BYTES, end - position));
            readFully(channel, chunk, position);
            checksum.update(chunk.flip());
            position += chunk.limit();
        }
        return (int)checksum.getValue();
    }
}
