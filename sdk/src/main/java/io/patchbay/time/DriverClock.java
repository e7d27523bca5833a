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
 * The clock of a media driver, taken from its heartbeats; the {@code epochClock} of an Aeron client of that driver. Aeron
 * compares the driver's clock with the client's to judge which of them is alive. With this clock both agree even if the wall
 * clock jumps, and a driver that stands still does not lose its clients.
 *
 * <p>A driver is dead if it has had no heartbeat for longer than the patience while this process ran. The clock then advances
 * without the driver, so that the Aeron client times out and closes.
 *
 * <p>Used by one thread at a time. Call {@link #close()} after the Aeron client has been closed.
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
     * Creates the clock of the driver in a directory. The directory need not exist yet.
     *
     * @param aeronDirectory directory of the driver.
     * @param patienceMs     time for which a driver may be silent, in milliseconds.
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
            // The driver has terminated in an orderly way: a time far ahead makes the Aeron client close.
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
     * Returns the time of the driver's last heartbeat. A value that differs from the one before shows that the driver runs.
     *
     * @return milliseconds of the driver's clock; 0 if there is no heartbeat yet, {@link Aeron#NULL_VALUE} if the driver has
     *     terminated.
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
