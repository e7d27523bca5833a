package io.patchbay.journal.file;

import io.patchbay.data.JournalException;
import io.patchbay.journal.record.FormatException;

import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.wire.Wires;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The table that Chronicle keeps beside the journal's files: its roll cycle, its first and last cycle, and its locks. Everything
 * in it can be made anew. Immutable.
 */
public final class QueueTable {
    /** Value of a lock that is free. */
    public static final long UNLOCKED = Long.MIN_VALUE;

    /** Minimum length of the table, in bytes: it has that length before its head is written. */
    private static final int MIN_BYTES = 4_096;
    private static final int MAX_HEAD_BYTES = 1_024;
    private static final int MAX_ENTRY_BYTES = 256;
    private static final String APPEND_LOCK = "chronicle.append.lock";

    private final Path path;
    private final RollCycle rollCycle;
    private final Map<String, Long> values = new HashMap<>();

    private QueueTable(final CycleFile file, final int headBytes) {
        path = file.path();
        final long headEnd = Wires.SPB_HEADER_SIZE + (long)headBytes;
        final FileCursor in = new FileCursor(file, Wires.SPB_HEADER_SIZE, headEnd);
        in.expectEvent("header");
        final long storeEnd = in.expectType("STStore");
        in.expectField("wireType");
        in.expectEnum("WireType", "BINARY_LIGHT");
        in.expectField("metadata");
        final long metadataEnd = in.expectType("SCQMeta");
        in.expectField("roll");
        final long rollEnd = in.expectType("SCQSRoll");
        in.expectField("length");
        final long lengthMs = in.number();
        in.expectField("format");
        final String format = in.shortText();
        in.expectField("epoch");
        final long epoch = in.number();
        in.expectEnd(rollEnd);
        in.expectField("sourceId");
        if (in.number() != 0 || epoch != 0) {
            throw new FormatException(in.position(), "an epoch or a source that this journal does not have");
        }
        // At most padding lies between them.
        if (headEnd - in.position() >= Wires.SPB_HEADER_SIZE || headEnd < storeEnd || storeEnd < metadataEnd
            || metadataEnd < in.position()) {
            throw new FormatException(in.position(), "a head that does not end where it says");
        }
        rollCycle = rollCycle(lengthMs, format);
        readValues(file, headEnd + Wires.SPB_HEADER_SIZE - 1 & -Wires.SPB_HEADER_SIZE);
    }

    /** Reads the table. Returns null if there is none, or if it is being created. */
    public static QueueTable read(final Path dir) {
        final Path path = dir.resolve(QueueFiles.TABLE);
        if (!Files.exists(path)) {
            return null;
        }
        try (CycleFile file = CycleFile.open(path)) {
            final long fileLength = file.length();
            if (fileLength > 0 && fileLength < MIN_BYTES) {
                throw new FormatException(fileLength, "the file ends here");
            }
            final int word = file.has(0, Wires.SPB_HEADER_SIZE) ? file.intAt(0) : 0;
            if (word == 0 || word == Wires.NOT_COMPLETE) {
                return null;
            }
            final int length = word & Wires.LENGTH_MASK;
            if ((word & ~Wires.LENGTH_MASK) != Wires.META_DATA || length > MAX_HEAD_BYTES) {
                throw new FormatException(0, "no head");
            }
            return new QueueTable(file, length);
        } catch (final FormatException e) {
            throw JournalException.damagedFile(path, e.position(), e.getMessage());
        }
    }

    public Path path() {
        return path;
    }

    public RollCycle rollCycle() {
        return rollCycle;
    }

    public long appendLock() {
        return values.getOrDefault(APPEND_LOCK, UNLOCKED);
    }

    private void readValues(final CycleFile file, final long first) {
        long position = first;
        while (file.has(position, Wires.SPB_HEADER_SIZE)) {
            final int word = file.intAt(position);
            if (word == 0 || word == Wires.NOT_COMPLETE) {
                return;
            }
            if (word < 0 || word > MAX_ENTRY_BYTES) {
                throw new FormatException(position, "no entry");
            }
            final long end = position + Wires.SPB_HEADER_SIZE + word;
            final FileCursor in = new FileCursor(file, position + Wires.SPB_HEADER_SIZE, end);
            final String name = in.event();
            final long at = in.bound();
            in.expectEnd(end);
            values.put(name, file.longAt(at));
            position = end + Wires.SPB_HEADER_SIZE - 1 & -Wires.SPB_HEADER_SIZE;
        }
    }

    private static RollCycle rollCycle(final long lengthMs, final String format) {
        for (final RollCycle cycle : RollCycles.all()) {
            if (cycle.lengthInMillis() == lengthMs && cycle.format().equals(format)) {
                return cycle;
            }
        }
        throw new FormatException(Wires.SPB_HEADER_SIZE, "no roll cycle " + format + " of " + lengthMs + " ms");
    }
}
