package io.patchbay.bench.replay;

import io.patchbay.text.Hex;
import io.patchbay.text.Uuids;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.UnsafeMemory;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.BinaryWireCode;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.file.Path;

/**
 * The baseline of a fold: a Chronicle tailer that reads the fields of every record and does nothing with them. It compares each
 * name, reads each number, wraps each text, and parses each id into two longs. It checks nothing, since the journal is known to
 * be whole. Used by one thread.
 */
final class BareTailer {
    private static final UnsafeMemory MEMORY = UnsafeMemory.INSTANCE;

    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private long sum;
    /** Address of the next byte to read. */
    private long position;

    /** Reads a whole journal, and returns the number of its records. */
    long read(final Path journalDir) {
        long records = 0;
        try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(journalDir)
            .readOnly(true).build(); ExcerptTailer tailer = queue.createTailer()) {
            tailer.singleThreadedCheckDisabled(true);
            while (true) {
                try (DocumentContext document = tailer.readingDocument()) {
                    if (!document.isPresent()) {
                        return records;
                    }
                    final Bytes<?> bytes = document.wire().bytes();
                    walk(bytes.addressForRead(bytes.readPosition()), (int)bytes.readRemaining());
                    records++;
                }
            }
        }
    }

    private void walk(final long address, final int length) {
        final long end = address + length;
        position = address;
        while (position < end) {
            final int code = MEMORY.readByte(position) & 0xff;
            if (code >= BinaryWireCode.FIELD_NAME0 && code <= BinaryWireCode.FIELD_NAME31) {
                final int name = MEMORY.readByte(position + 1);
                position += 1 + code - BinaryWireCode.FIELD_NAME0;
                value(name);
            } else if (code == BinaryWireCode.PADDING || code == 0) {
                position++;
            } else if (code == BinaryWireCode.PADDING32) {
                position += 1 + Integer.BYTES + MEMORY.readInt(position + 1);
            } else {
                throw new IllegalStateException("no field name: " + Integer.toHexString(code));
            }
        }
    }

    private void value(final int name) {
        final int code = MEMORY.readByte(position++) & 0xff;
        if (code >= BinaryWireCode.STRING_0) {
            wrap(code - BinaryWireCode.STRING_0);
            return;
        }
        switch (code) {
            case BinaryWireCode.STRING_ANY -> text(name, stopBit());
            case BinaryWireCode.BYTES_LENGTH8 -> wrap(MEMORY.readByte(position++) & 0xff);
            case BinaryWireCode.BYTES_LENGTH16 -> {
                position += Short.BYTES;
                wrap(MEMORY.readShort(position - Short.BYTES) & 0xffff);
            }
            case BinaryWireCode.BYTES_LENGTH32 -> {
                position += Integer.BYTES;
                wrap(MEMORY.readInt(position - Integer.BYTES));
            }
            case BinaryWireCode.UINT8, BinaryWireCode.INT8 -> sum += MEMORY.readByte(position++);
            case BinaryWireCode.UINT16, BinaryWireCode.INT16 -> {
                sum += MEMORY.readShort(position);
                position += Short.BYTES;
            }
            case BinaryWireCode.UINT32, BinaryWireCode.INT32 -> {
                sum += MEMORY.readInt(position);
                position += Integer.BYTES;
            }
            case BinaryWireCode.INT64, BinaryWireCode.INT64_0x -> {
                sum += MEMORY.readLong(position);
                position += Long.BYTES;
            }
            case BinaryWireCode.TRUE, BinaryWireCode.FALSE -> sum += code;
            default -> {
                if (code >= 0x80) {
                    throw new IllegalStateException("no value: " + Integer.toHexString(code));
                }
                sum += code;
            }
        }
    }

    private void text(final int name, final int length) {
        if (name == 'i' && length == Uuids.LENGTH) {
            sum += Hex.value(MEMORY.readLong(position)) << Integer.SIZE | Hex.value(twice4(position + 9, position + 14));
            sum += Hex.value(twice4(position + 19, position + 24)) << Integer.SIZE | Hex.value(MEMORY.readLong(position + 28));
        }
        wrap(length);
    }

    /** Reads two groups of four characters as one of eight. */
    private static long twice4(final long first, final long second) {
        return MEMORY.readInt(first) & 0xffff_ffffL | (long)MEMORY.readInt(second) << Integer.SIZE;
    }

    private void wrap(final int length) {
        view.wrap(position, length);
        sum += view.capacity();
        position += length;
    }

    private int stopBit() {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            final int part = MEMORY.readByte(position++);
            length |= (part & 0x7f) << shift;
            if (part >= 0) {
                return length;
            }
        }
    }

    /** Returns a sum over everything that was read, so that the compiler removes no read. */
    long sum() {
        return sum;
    }
}
