package io.patchbay.journal.file;

import io.patchbay.data.JournalException;
import io.patchbay.engine.input.Input;
import io.patchbay.journal.record.FormatException;
import io.patchbay.journal.record.RecordCrc;
import io.patchbay.journal.record.RecordReader;

import net.openhft.chronicle.wire.Wires;

import java.nio.file.Path;

/**
 * A walk from record to record through one of the journal's files, by plain reads, that checks everything on the way. Other
 * processes may append meanwhile. Anything that is not as it was written throws a {@link JournalException} that says where. One
 * thread.
 */
public final class CycleWalk implements AutoCloseable {
    /** The kinds of thing that can be at a position. */
    public enum Found {
        /** A record; see {@link #length()} and {@link #address()}. */
        RECORD,
        /** Nothing has been written yet. */
        NOTHING,
        /** A record that is being written, or whose writer was killed meanwhile. */
        UNFINISHED,
        /** A record that the end of the file cuts off. */
        CUT,
        /** The end marker, written when the next file begins. */
        END
    }

    /** Longest record, in bytes: four times the largest frame. Anything longer was not written as a record. */
    public static final int MAX_RECORD_BYTES = 4 << 20;

    /** Shortest record with its header, in bytes. */
    private static final int MIN_RECORD_BYTES = 16;
    private static final int INDEX_SLACK_BYTES = 128;

    private final CycleFile file;
    private final long firstIndex;
    private final RecordReader records = new RecordReader();
    private final RecordCrc crc = new RecordCrc();
    private CycleHead head;
    private FileLink link;
    private long position;
    private long sequence;
    private int length;

    /** Opens a file whose first record has the given index. */
    public CycleWalk(final Path path, final long firstIndex) {
        this.firstIndex = firstIndex;
        file = CycleFile.open(path);
        boolean isRead = false;
        try {
            refresh();
            isRead = true;
        } finally {
            if (!isRead) {
                file.close();
            }
        }
        toStart();
    }

    /** Opens a file whose head may be lost. It uses the assumed head; {@link #position()} is not set yet. */
    public CycleWalk(final Path path, final long firstIndex, final CycleHead assumed) {
        this.firstIndex = firstIndex;
        file = CycleFile.open(path);
        head = assumed;
        toStart();
    }

    /** Reads the head again and discards what else has been read. */
    public void refresh() {
        try {
            head = CycleHead.read(file);
        } catch (final FormatException e) {
            throw damaged(firstIndex, e.position(), "the file's head: " + e.getMessage());
        }
    }

    public Path path() {
        return file.path();
    }

    public CycleFile file() {
        return file;
    }

    /** Returns the head; null while the file is being created. */
    public CycleHead head() {
        return head;
    }

    /** Returns the position of the next document. */
    public long position() {
        return position;
    }

    /** Returns the index that the record at this position has or will have. */
    public long index() {
        return firstIndex + sequence;
    }

    /** Returns the number in the file that the record at this position has or will have. */
    public long sequence() {
        return sequence;
    }

    /** Returns the length of the found record, in bytes. */
    public int length() {
        return length;
    }

    public void toStart() {
        position = head == null ? 0 : head.end();
        sequence = 0;
    }

    public void at(final long newPosition, final long newIndex) {
        position = newPosition;
        sequence = newIndex - firstIndex;
    }

    /** Returns what is at this position. Skips the index, which lies between records, and the link, which lies before them. */
    public Found look() {
        while (true) {
            position = head.align(position);
            if (!file.has(position, Wires.SPB_HEADER_SIZE)) {
                return Found.NOTHING;
            }
            final int word = file.intAt(position);
            if (word == Wires.NOT_INITIALIZED) {
                return Found.NOTHING;
            }
            if (word == Wires.END_OF_DATA) {
                return Found.END;
            }
            if (word == Wires.NOT_COMPLETE) {
                return Found.UNFINISHED;
            }
            final int bytes = word & Wires.LENGTH_MASK;
            if ((word & Wires.NOT_COMPLETE) != 0 || bytes == 0) {
                throw damaged("its length is " + Integer.toHexString(word));
            }
            if ((word & Wires.META_DATA) != 0) {
                passIndex(bytes);
                continue;
            }
            if (bytes > MAX_RECORD_BYTES) {
                throw damaged("a length of " + bytes + " bytes");
            }
            length = bytes;
            if (file.has(position, Wires.SPB_HEADER_SIZE + bytes)) {
                return Found.RECORD;
            }
            if (!isCutOff()) {
                throw damaged("a length of " + bytes + " bytes, beyond the file's end");
            }
            return Found.CUT;
        }
    }

    /** Steps over the found record. */
    public void step() {
        position = head.align(position + Wires.SPB_HEADER_SIZE + length);
        sequence++;
    }

    /** Reads and checks the found record. The result is valid until the next call. */
    public Input read() {
        try {
            return records.read(index(), address(), length);
        } catch (final JournalException e) {
            throw e.at(path(), position);
        }
    }

    /** Returns whether the record that was read last had a checksum. */
    boolean isChecked() {
        return records.isChecked();
    }

    /** Returns the address of the found record in memory. */
    public long address() {
        return file.address(position + Wires.SPB_HEADER_SIZE);
    }

    /** Throws if the head knows of a record at or after this position: the records before do not lead to it. */
    public void requireEnd() {
        if (head.writePosition() >= position) {
            refresh();
            if (look() != Found.RECORD) {
                throw damaged("nothing is here, but the file says that it has a record at byte " + head.writePosition());
            }
        }
    }

    /** Throws if the head knows of a record after the one that is cut off: then more than that record is missing. */
    public void requireCutIsLast() {
        if (head.writePosition() > position) {
            throw damaged("the file ends in this record, but says that it has another at byte " + head.writePosition());
        }
    }

    /**
     * Moves to a record by the file's index if that proves right, otherwise step by step; to the end if the record does not exist
     * yet.
     */
    public void seek(final long wanted) {
        if (!seekLast(wanted) && !seekByIndex(wanted)) {
            toStart();
        }
        while (sequence < wanted && look() == Found.RECORD) {
            step();
        }
    }

    /**
     * Moves to the last record that the head knows, if that is not beyond the wanted one. Returns false if the head does not name
     * it.
     */
    public boolean seekLast(final long wanted) {
        final long last = head.sequence();
        return head.writePosition() > 0 && last >= 0 && last <= wanted && isRecord(head.writePosition(), last);
    }

    private boolean seekByIndex(final long wanted) {
        final long perPage = (long)head.indexCount() * head.indexSpacing();
        final long page = wanted / perPage;
        final long pages = page < head.indexCount() ? indexAt(head.index2Index(), "index2index") : -1;
        if (pages < 0 || !file.has(pages + page * Long.BYTES, Long.BYTES)) {
            return false;
        }
        final long entries = indexAt(file.longAt(pages + page * Long.BYTES), "index");
        if (entries < 0) {
            return false;
        }
        for (long entry = wanted % perPage / head.indexSpacing(); entry >= 0; entry--) {
            if (file.has(entries + entry * Long.BYTES, Long.BYTES)) {
                final long at = file.longAt(entries + entry * Long.BYTES);
                if (at != 0) {
                    return isRecord(at, page * perPage + entry * head.indexSpacing());
                }
            }
        }
        return false;
    }

    /** Moves to a position if a record with a checksum and this number is there: only its checksum proves that. */
    boolean isRecord(final long at, final long number) {
        final long fromPosition = position;
        final long fromSequence = sequence;
        if (at >= head.end() && at == head.align(at) && file.has(at, Wires.SPB_HEADER_SIZE)) {
            final int word = file.intAt(at);
            if (word > 0 && word <= MAX_RECORD_BYTES && file.has(at, Wires.SPB_HEADER_SIZE + word)) {
                position = at;
                sequence = number;
                length = word;
                if (RecordCrc.isThere(address(), word) && crc.isRight(address(), word, index())) {
                    return true;
                }
            }
        }
        position = fromPosition;
        sequence = fromSequence;
        return false;
    }

    /**
     * Moves to the next record after damage, whatever lies between; its checksum tells its number. Returns false, without moving,
     * if there is none up to the end of the file.
     */
    public boolean seekBehindDamage() {
        final long length = file.length();
        for (long at = position + Wires.SPB_HEADER_SIZE & -Wires.SPB_HEADER_SIZE; at < length; at += Wires.SPB_HEADER_SIZE) {
            final int begin = Wires.SPB_HEADER_SIZE + Integer.BYTES;
            if (file.has(at, begin) && file.intAt(at + Wires.SPB_HEADER_SIZE) == CycleFiles.KIND) {
                final int word = file.intAt(at);
                if (word >= RecordCrc.LENGTH_BYTES && word <= MAX_RECORD_BYTES && file.has(at, Wires.SPB_HEADER_SIZE + word)
                    && moveByCheck(at, word)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean moveByCheck(final long at, final int bytes) {
        final long address = file.address(at + Wires.SPB_HEADER_SIZE);
        if (!RecordCrc.isThere(address, bytes)) {
            return false;
        }
        final int place = crc.place(address, bytes);
        final long most = (at - position) / MIN_RECORD_BYTES + 1;
        for (long lost = 0; lost <= most; lost++) {
            if (place == RecordCrc.mix(index() + lost)) {
                position = at;
                sequence += lost;
                length = bytes;
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether the one record between this position and another is whole, with only its length field damaged. If so, it
     * becomes the found record.
     */
    public boolean isWholeUpTo(final long end) {
        for (long bytes = end - position - Wires.SPB_HEADER_SIZE; bytes > end - position - 2 * Wires.SPB_HEADER_SIZE; bytes--) {
            if (bytes >= RecordCrc.LENGTH_BYTES && bytes <= MAX_RECORD_BYTES
                && file.has(position, Wires.SPB_HEADER_SIZE + (int)bytes) && RecordCrc.isThere(address(), (int)bytes)
                && crc.isRight(address(), (int)bytes, index())) {
                length = (int)bytes;
                return true;
            }
        }
        return false;
    }

    /** Returns whether a record of an older build, which has no checksum, seems to be at a position. */
    public boolean isUnchecked(final long at) {
        final int begin = Wires.SPB_HEADER_SIZE + Integer.BYTES;
        if (at < head.end() || !file.has(at, begin)) {
            return false;
        }
        final int word = file.intAt(at);
        return word >= Integer.BYTES && word <= MAX_RECORD_BYTES && file.intAt(at + Wires.SPB_HEADER_SIZE) == CycleFiles.KIND
            && file.has(at, Wires.SPB_HEADER_SIZE + word)
            && !RecordCrc.isThere(file.address(at + Wires.SPB_HEADER_SIZE), word);
    }

    /** Returns the position of the entries of an index; -1 if there is no index. */
    public long indexAt(final long at, final String name) {
        if (at < head.end() || !file.has(at, Wires.SPB_HEADER_SIZE)) {
            return -1;
        }
        final int word = file.intAt(at);
        if ((word & ~Wires.LENGTH_MASK) != Wires.META_DATA) {
            return -1;
        }
        final int bytes = word & Wires.LENGTH_MASK;
        try {
            final FileCursor in = new FileCursor(file, at + Wires.SPB_HEADER_SIZE, at + Wires.SPB_HEADER_SIZE + bytes);
            in.expectEvent(name);
            final long entries = in.array(head.indexCount());
            return entries + (long)head.indexCount() * Long.BYTES <= at + Wires.SPB_HEADER_SIZE + bytes ? entries : -1;
        } catch (final FormatException e) {
            return -1;
        }
    }

    /**
     * Reads the link before the file's first record. The position of this walk stays the same.
     *
     * @return the link; null if there is none, as in files of older builds.
     */
    public FileLink readLink() {
        final long fromPosition = position;
        final long fromSequence = sequence;
        final int fromLength = length;
        link = null;
        toStart();
        look();
        position = fromPosition;
        sequence = fromSequence;
        length = fromLength;
        return link;
    }

    private void passIndex(final int bytes) {
        if (FileLink.isAt(file, position, bytes)) {
            passLink(bytes);
            return;
        }
        if (bytes > head.indexCount() * Long.BYTES + INDEX_SLACK_BYTES
            || indexAt(position, "index") < 0 && indexAt(position, "index2index") < 0) {
            throw damaged("neither a record nor a part of the file's index");
        }
        position = head.align(position + Wires.SPB_HEADER_SIZE + bytes);
    }

    private void passLink(final int bytes) {
        if (sequence != 0) {
            throw damaged("a link to the file before that is not before the first record");
        }
        try {
            link = FileLink.read(address(), bytes, firstIndex);
        } catch (final IllegalArgumentException | IndexOutOfBoundsException e) {
            throw damaged(e.getMessage());
        }
        position = head.align(position + Wires.SPB_HEADER_SIZE + bytes);
    }

    /**
     * Returns whether the record is cut off by the end of the file. It then ends with its own bytes, where a wrong length would
     * end in bytes that were never written.
     */
    private boolean isCutOff() {
        final long end = file.length();
        final long from = Math.max(position + Wires.SPB_HEADER_SIZE, end - Long.BYTES);
        boolean isWritten = from >= end;
        if (file.has(from, (int)(end - from))) {
            for (long at = from; at < end; at++) {
                isWritten |= file.byteAt(at) != 0;
            }
        }
        return isWritten;
    }

    /** Returns an exception for damage at this position. */
    public JournalException damaged(final String what) {
        return damaged(index(), position, what);
    }

    private JournalException damaged(final long index, final long at, final String what) {
        return JournalException.damaged(index, what, null).at(path(), at);
    }

    @Override
    public void close() {
        file.close();
    }
}
