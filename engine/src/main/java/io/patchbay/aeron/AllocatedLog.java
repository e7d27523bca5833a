package io.patchbay.aeron;

import io.patchbay.journal.disk.Fallocate;

import io.aeron.driver.buffer.RawLog;
import io.aeron.exceptions.StorageSpaceException;
import io.aeron.logbuffer.LogBufferDescriptor;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The log buffer of one stream: one mapped file with three terms and their metadata, all of whose blocks are allocated. Used by
 * the driver's thread.
 */
final class AllocatedLog implements RawLog {
    private static final int PARTITIONS = LogBufferDescriptor.PARTITION_COUNT;
    private static final int CHUNK_BYTES = 64 * 1024;

    private final AllocatedLogs owner;
    private final Path file;
    private final int termLength;
    private final int length;
    private final UnsafeBuffer[] terms = new UnsafeBuffer[PARTITIONS];
    private final UnsafeBuffer metaData = new UnsafeBuffer(0, 0);
    private MappedByteBuffer mapped;

    /**
     * Creates the file, allocates it and maps it.
     *
     * @throws StorageSpaceException if there is no space for the file; nothing of it is left then.
     */
    AllocatedLog(final AllocatedLogs owner, final Path file, final int termLength, final long length) throws IOException {
        this.owner = owner;
        this.file = file;
        this.termLength = termLength;
        this.length = Math.toIntExact(length);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
            allocate(channel);
            mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, length);
        } catch (final FileAlreadyExistsException e) {
            throw e;
        } catch (final IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        mapped.order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < PARTITIONS; i++) {
            terms[i] = new UnsafeBuffer(mapped, i * termLength, termLength);
        }
        metaData.wrap(mapped, this.length - LogBufferDescriptor.LOG_META_DATA_LENGTH, LogBufferDescriptor.LOG_META_DATA_LENGTH);
    }

    private void allocate(final FileChannel channel) throws IOException {
        final Fallocate.Outcome outcome;
        try (Fallocate blocks = new Fallocate(file.toFile())) {
            outcome = blocks.allocate(0, length);
        }
        if (outcome == Fallocate.Outcome.NO_SPACE) {
            throw new StorageSpaceException(AllocatedLogs.noRoom(file, length, Files.getFileStore(file).getUsableSpace()));
        }
        if (outcome == Fallocate.Outcome.UNSUPPORTED) {
            writeZeros(channel);
        }
    }

    /** Writes zeros over the whole file, which allocates its blocks where {@code fallocate} is not supported. */
    private void writeZeros(final FileChannel channel) throws IOException {
        final ByteBuffer zeros = ByteBuffer.allocate(CHUNK_BYTES);
        for (long at = 0; at < length;) {
            zeros.position(0).limit((int)Math.min(CHUNK_BYTES, length - at));
            try {
                at += channel.write(zeros, at);
            } catch (final IOException e) {
                final StorageSpaceException noRoom = new StorageSpaceException(
                    AllocatedLogs.noRoom(file, length, Files.getFileStore(file.getParent()).getUsableSpace()));
                noRoom.initCause(e);
                throw noRoom;
            }
        }
    }

    Path file() {
        return file;
    }

    long length() {
        return length;
    }

    @Override
    public int termLength() {
        return termLength;
    }

    @Override
    public UnsafeBuffer[] termBuffers() {
        return terms;
    }

    @Override
    public UnsafeBuffer metaData() {
        return metaData;
    }

    @Override
    public ByteBuffer[] sliceTerms() {
        final ByteBuffer[] slices = new ByteBuffer[PARTITIONS];
        for (int i = 0; i < PARTITIONS; i++) {
            mapped.limit((i + 1) * termLength).position(i * termLength);
            slices[i] = mapped.slice();
        }
        mapped.clear();
        return slices;
    }

    @Override
    public String fileName() {
        return file.toString();
    }

    @Override
    public boolean free() {
        if (mapped != null) {
            owner.remove(this);
            metaData.wrap(0, 0);
            for (final UnsafeBuffer term : terms) {
                term.wrap(0, 0);
            }
            BufferUtil.free(mapped);
            mapped = null;
        }
        try {
            Files.deleteIfExists(file);
            return true;
        } catch (final IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        free();
    }
}
