package io.patchbay.journal;

import io.patchbay.engine.input.Input;

import net.openhft.chronicle.wire.Wires;

import java.nio.file.Path;

/**
 * Steps from record to record of one of the journal's files, by plain reads, and looks at everything on the way. Other processes
 * may append meanwhile. Whatever is not as it was written throws a {@link JournalException} that says where. One thread.
 */
final class CycleWalk implements AutoCloseable {
    /** What is at a place. */
    enum Found {
        /** A record: {@link #length()}, {@link #address()}. */
        RECORD,
        /** Nothing yet. */
        NOTHING,
        /** The record of a writer that is just writing it, or was killed over it. */
        UNFINISHED,
        /** A record that the end of the file cuts off. */
        CUT,
        /** The end that is written where the next file begins. */
        END
    }

    /** Whatever is longer was not written as a record: four times the largest frame. */
    static final int MAX_RECORD_BYTES = 4 << 20;

    /** No record takes less, header and all. */
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

    /** Opens a file; its first record has that index. */
    CycleWalk(final Path path, final long firstIndex) {
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

    /** Opens a file whose head may be lost: one is assumed then, and {@link #position()} is nowhere yet. */
    CycleWalk(final Path path, final long firstIndex, final CycleHead assumed) {
        this.firstIndex = firstIndex;
        file = CycleFile.open(path);
        head = assumed;
        toStart();
    }

    /** Looks at the head again, and at whatever else has been read. */
    void refresh() {
        try {
            head = CycleHead.read(file);
        } catch (final FormatException e) {
            throw damaged(firstIndex, e.position(), "the file's head: " + e.getMessage());
        }
    }

    Path path() {
        return file.path();
    }

    CycleFile file() {
        return file;
    }

    /** Null where the file is just being made. */
    CycleHead head() {
        return head;
    }

    /** Where the next document is. */
    long position() {
        return position;
    }

    /** Index that the record there has, or will have. */
    long index() {
        return firstIndex + sequence;
    }

    /** Number that it has in the file. */
    long sequence() {
        return sequence;
    }

    /** Bytes of the record that was found. */
    int length() {
        return length;
    }

    void toStart() {
        position = head == null ? 0 : head.end();
        sequence = 0;
    }

    void at(final long newPosition, final long newIndex) {
        position = newPosition;
        sequence = newIndex - firstIndex;
    }

    /** What is here. Passes over the index, which is between records, and over the link, which is before them. */
    Found look() {
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

    /** The record that was found is passed over. */
    void step() {
        position = head.align(position + Wires.SPB_HEADER_SIZE + length);
        sequence++;
    }

    /** The record that was found, which is looked at wholly. Valid until the next call. */
    Input read() {
        try {
            return records.read(index(), address(), length);
        } catch (final JournalException e) {
            throw e.at(path(), position);
        }
    }

    /** Had the record that was read last a check? */
    boolean isChecked() {
        return records.isChecked();
    }

    /** Where the record that was found is in memory. */
    long address() {
        return file.address(position + Wires.SPB_HEADER_SIZE);
    }

    /** Throws where the head knows of a record here or behind, which nothing leads to. */
    void requireEnd() {
        if (head.writePosition() >= position) {
            refresh();
            if (look() != Found.RECORD) {
                throw damaged("nothing is here, but the file says that it has a record at byte " + head.writePosition());
            }
        }
    }

    /** Is the record that is cut off the last that the file knows of? Else more than it is missing. */
    void requireCutIsLast() {
        if (head.writePosition() > position) {
            throw damaged("the file ends in this record, but says that it has another at byte " + head.writePosition());
        }
    }

    /**
     * Moves to a record by the file's index, if that proves right, else step by step. At the end, if it is not there yet.
     */
    void seek(final long wanted) {
        if (!seekLast(wanted) && !seekByIndex(wanted)) {
            toStart();
        }
        while (sequence < wanted && look() == Found.RECORD) {
            step();
        }
    }

    /** Moves to the last record, as far as the head knows, if that is not beyond the wanted one. False where it says nothing. */
    boolean seekLast(final long wanted) {
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

    /** Moves to a place if a checked record of that number is there: only its check proves it. */
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
     * Looks for the next record behind what is damaged, whatever is between, and moves there; its number is told by its check.
     * False, and nowhere else, where there is none up to the end of the file.
     */
    boolean seekBehindDamage() {
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
     * Is the one record that lies from here up to a place whole, and only the length before it wrong? Then it is the one that was
     * found.
     */
    boolean isWholeUpTo(final long end) {
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

    /** Is there a record of an older build, without a check, as far as can be told? */
    boolean isUnchecked(final long at) {
        final int begin = Wires.SPB_HEADER_SIZE + Integer.BYTES;
        if (at < head.end() || !file.has(at, begin)) {
            return false;
        }
        final int word = file.intAt(at);
        return word >= Integer.BYTES && word <= MAX_RECORD_BYTES && file.intAt(at + Wires.SPB_HEADER_SIZE) == CycleFiles.KIND
            && file.has(at, Wires.SPB_HEADER_SIZE + word)
            && !RecordCrc.isThere(file.address(at + Wires.SPB_HEADER_SIZE), word);
    }

    /** Where the entries of an index are; -1 where there is none. */
    long indexAt(final long at, final String name) {
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
     * Reads what the file says before its first record; the walk's place stays.
     *
     * @return null where it says nothing, as files of older builds.
     */
    FileLink readLink() {
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

    /** A record that is cut off ends with its own bytes, where a wrong length would end in bytes that nobody has written. */
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

    /** What is wrong with what is here. */
    JournalException damaged(final String what) {
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
