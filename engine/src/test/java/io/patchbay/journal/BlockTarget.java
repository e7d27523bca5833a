package io.patchbay.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.data.JournalException;
import io.patchbay.engine.input.Input;
import io.patchbay.fuzz.FuzzTarget;
import io.patchbay.journal.file.BlockWalk;
import io.patchbay.journal.record.RecordReader;

import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.bytes.MappedBytesStore;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A fuzz target that takes any bytes as the rest of a mapped block, at its very end. The walk from header to header must end,
 * stay within the block and return what lies in it. Each record that it finds is read or rejected as {@link RecordTarget}
 * describes.
 */
public final class BlockTarget implements FuzzTarget {
    private static final long INDEX = 0x4f6800000001L;
    private static final int HEADER_BYTES = 4;

    private final MappedBytes bytes;
    private final BlockWalk walk = new BlockWalk();
    private final RecordReader reader = new RecordReader();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final long endPosition;

    public BlockTarget() throws IOException {
        final File file = File.createTempFile("patchbay-block", ".bin");
        file.deleteOnExit();
        bytes = MappedBytes.singleMappedBytes(file, 1 << 20);
        bytes.writeLong(0, 0);
        endPosition = bytes.bytesStore().capacity();
    }

    @Override
    public List<byte[]> seeds() {
        final List<byte[]> records = new RecordTarget().seeds();
        final List<byte[]> seeds = new ArrayList<>();
        for (int i = 0; i < records.size(); i += 3) {
            final UnsafeBuffer block = new UnsafeBuffer(new byte[16_384]);
            int at = 0;
            for (int k = i; k < Math.min(i + 3, records.size()); k++) {
                final byte[] record = records.get(k);
                block.putInt(at, record.length);
                block.putBytes(at + HEADER_BYTES, record);
                at += HEADER_BYTES + (record.length + 3 & -4);
            }
            block.putInt(at, i % 2 == 0 ? 0 : 0xc000_0000);
            final byte[] seed = new byte[at + HEADER_BYTES];
            block.getBytes(0, seed);
            seeds.add(seed);
        }
        seeds.add(new byte[] {4, 0, 0, 0x40, 1, 2, 3, 4, 0, 0, 0, (byte)0x80, 0, 0, 0, 0});
        return seeds;
    }

    @Override
    public void accept(final byte[] input) {
        if (input.length > 1 << 18) {
            return;
        }
        final long from = endPosition - (input.length + 3 & -4);
        for (int i = 0; i < input.length; i++) {
            bytes.bytesStore().writeByte(from + i, input[i]);
        }
        for (long at = from + input.length; at < endPosition; at++) {
            bytes.bytesStore().writeByte(at, (byte)0);
        }
        final MappedBytesStore block = (MappedBytesStore)bytes.bytesStore();
        block.reserve(walk.owner());
        walk.begin(block, from, INDEX + 1, HEADER_BYTES, endPosition);
        final long begin = bytes.bytesStore().addressForRead(from);
        final long end = begin + (endPosition - from);
        long passed = begin;
        int records = 0;
        for (int length = walk.next(); length >= 0; length = walk.next()) {
            final long address = walk.address();
            assertTrue(address >= passed && address + length <= end, "a record beyond the block");
            assertEquals(INDEX + ++records, walk.index());
            read(walk.index(), address, length);
            walk.step(length);
            passed = address + length;
        }
        walk.leave();
    }

    private void read(final long index, final long address, final int length) {
        final Input in;
        try {
            in = reader.read(index, address, length);
        } catch (final JournalException e) {
            assertEquals(index, e.index());
            return;
        }
        assertEquals(index, in.index);
        view.wrap(address, length);
        Samples.fields(in);
    }
}
