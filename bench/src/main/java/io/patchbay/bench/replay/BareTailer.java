package io.patchbay.bench.replay;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.BinaryWireCode;
import net.openhft.chronicle.wire.DocumentContext;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * What a fold is compared with: a Chronicle tailer that walks over the fields of every record by hand, looks at each name, reads
 * each number and wraps each text, and does nothing with them. One thread.
 */
final class BareTailer {
    private final UnsafeBuffer record = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private long sum;
    private int position;

    /** Reads a whole journal; returns its records. */
    long read(final Path journalDir) {
        long records = 0;
        try (ChronicleQueue queue = SingleChronicleQueueBuilder.binary(journalDir).rollCycle(RollCycles.FAST_DAILY)
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
        record.wrap(address, length);
        position = 0;
        while (position < length) {
            final int code = record.getByte(position) & 0xff;
            if (code >= BinaryWireCode.FIELD_NAME0 && code <= BinaryWireCode.FIELD_NAME31) {
                sum += record.getByte(position + 1);
                position += 1 + code - BinaryWireCode.FIELD_NAME0;
                value();
            } else if (code == BinaryWireCode.PADDING || code == 0) {
                position++;
            } else if (code == BinaryWireCode.PADDING32) {
                position += 1 + Integer.BYTES + record.getInt(position + 1, ByteOrder.LITTLE_ENDIAN);
            } else {
                throw new IllegalStateException("no field name: " + Integer.toHexString(code));
            }
        }
    }

    private void value() {
        final int code = record.getByte(position++) & 0xff;
        if (code >= BinaryWireCode.STRING_0) {
            wrap(code - BinaryWireCode.STRING_0);
            return;
        }
        switch (code) {
            case BinaryWireCode.STRING_ANY -> wrap(stopBit());
            case BinaryWireCode.BYTES_LENGTH8 -> wrap(record.getByte(position++) & 0xff);
            case BinaryWireCode.BYTES_LENGTH16 -> {
                position += Short.BYTES;
                wrap(record.getShort(position - Short.BYTES, ByteOrder.LITTLE_ENDIAN) & 0xffff);
            }
            case BinaryWireCode.BYTES_LENGTH32 -> {
                position += Integer.BYTES;
                wrap(record.getInt(position - Integer.BYTES, ByteOrder.LITTLE_ENDIAN));
            }
            case BinaryWireCode.UINT8, BinaryWireCode.INT8 -> sum += record.getByte(position++);
            case BinaryWireCode.UINT16, BinaryWireCode.INT16 -> {
                sum += record.getShort(position, ByteOrder.LITTLE_ENDIAN);
                position += Short.BYTES;
            }
            case BinaryWireCode.UINT32, BinaryWireCode.INT32 -> {
                sum += record.getInt(position, ByteOrder.LITTLE_ENDIAN);
                position += Integer.BYTES;
            }
            case BinaryWireCode.INT64, BinaryWireCode.INT64_0x -> {
                sum += record.getLong(position, ByteOrder.LITTLE_ENDIAN);
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

    private void wrap(final int length) {
        view.wrap(record, position, length);
        sum += view.capacity();
        position += length;
    }

    private int stopBit() {
        int length = 0;
        for (int shift = 0; ; shift += 7) {
            final int part = record.getByte(position++);
            length |= (part & 0x7f) << shift;
            if (part >= 0) {
                return length;
            }
        }
    }

    /** Something of everything that was read. */
    long sum() {
        return sum;
    }
}
