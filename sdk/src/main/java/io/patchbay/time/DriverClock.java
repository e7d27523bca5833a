package io.patchbay.time;

import io.aeron.Aeron;
import io.aeron.CncFileDescriptor;
import org.agrona.BufferUtil;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;

import java.io.File;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * The time of a media driver, as its heartbeats tell it: the {@code epochClock} for the context of an Aeron client of it.
 * Aeron compares the clocks of both to judge who is alive. By this one they agree however the wall clock leaps, and a driver
 * that stands still does not lose its clients. A driver without a heartbeat for longer than the patience, while this process
 * ran, is dead: then the time goes on without it, and the client ends.
 *
 * <p>One thread at a time; {@link #close()} after the Aeron client has been closed.
 */
public final class DriverClock implements EpochClock, AutoCloseable {
    private static final long SLOW_READER_NS = TimeUnit.SECONDS.toNanos(5);

    private final File cncFile;
    private final long patienceNs;
    private final RunningClock running = new RunningClock(SystemNanoClock.INSTANCE, SLOW_READER_NS);
    private MappedByteBuffer mapped;
    private ManyToOneRingBuffer toDriver;
    private long lastBeatMs;
    private long beatNs;
    private boolean isClosed;

    /**
     * The clock of the driver in a directory, which need not be there yet.
     *
     * @param aeronDirectory of the driver.
     * @param patienceMs     how long a driver may be silent.
     */
    public DriverClock(final File aeronDirectory, final long patienceMs) {
        cncFile = new File(aeronDirectory, CncFileDescriptor.CNC_FILE);
        patienceNs = TimeUnit.MILLISECONDS.toNanos(patienceMs);
    }

    @Override
    public long time() {
        final long nowNs = running.nanoTime();
        final long beatMs = heartbeatMs();
        if (beatMs == Aeron.NULL_VALUE) {
            // It has said that it ends.
            return Long.MAX_VALUE / 2;
        }
        if (beatMs != lastBeatMs) {
            lastBeatMs = beatMs;
            beatNs = nowNs;
        }
        final long silentNs = nowNs - beatNs;
        return beatMs == 0 || silentNs > patienceNs ? lastBeatMs + TimeUnit.NANOSECONDS.toMillis(silentNs) : beatMs;
    }

    /**
     * Returns the driver's last heartbeat. One that differs from the one before is the sign of a driver that runs.
     *
     * @return by the driver's clock, in milliseconds; 0 where there is none, {@link Aeron#NULL_VALUE} where it has ended.
     */
    public long heartbeatMs() {
        if (toDriver == null && !isClosed) {
            map();
        }
        return toDriver == null ? 0 : toDriver.consumerHeartbeatTime();
    }

    private void map() {
        if (cncFile.length() <= CncFileDescriptor.META_DATA_LENGTH) {
            return;
        }
        MappedByteBuffer buffer = null;
        try (FileChannel channel = FileChannel.open(cncFile.toPath(), StandardOpenOption.READ)) {
            buffer = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            final UnsafeBuffer metaData = CncFileDescriptor.createMetaDataBuffer(buffer);
            final int version = metaData.getIntVolatile(CncFileDescriptor.cncVersionOffset(0));
            if (version != 0 && CncFileDescriptor.isCncFileLengthSufficient(metaData, buffer.capacity())) {
                CncFileDescriptor.checkVersion(version);
                toDriver = new ManyToOneRingBuffer(CncFileDescriptor.createToDriverBuffer(buffer, metaData));
                mapped = buffer;
            }
        } catch (final IOException e) {
            toDriver = null;
        } finally {
            if (mapped == null) {
                BufferUtil.free(buffer);
            }
        }
    }

    @Override
    public void close() {
        isClosed = true;
        toDriver = null;
        BufferUtil.free(mapped);
        mapped = null;
    }
}
