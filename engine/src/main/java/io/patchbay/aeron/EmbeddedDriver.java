package io.patchbay.aeron;

import io.patchbay.data.DataDirectoryException;
import io.patchbay.journal.disk.Fallocate;
import io.patchbay.time.RunningClock;

import io.aeron.driver.LogFactoryAccess;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.driver.reports.LossReportUtil;
import io.aeron.driver.status.SystemCounterDescriptor;
import io.aeron.exceptions.StorageSpaceException;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.status.AtomicCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The data directory's media driver while it runs in this process. All files that it maps have their blocks allocated, so that
 * filling the file system cannot end this process. The {@link AeronLink} makes its directory before and removes it afterwards.
 */
final class EmbeddedDriver implements AutoCloseable {
    /** Time after which a client that has not been heard of is gone, with its publications and subscriptions. */
    static final long CLIENT_LIVENESS_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long UNBLOCK_NS = TimeUnit.SECONDS.toNanos(15);
    private static final long TIMER_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long REPEAT_NO_ROOM_NS = TimeUnit.SECONDS.toNanos(10);
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDriver.class);

    private final AllocatedLogs logs;
    private final MediaDriver driver;
    private final AgentInvoker invoker;
    private final AtomicCounter bytesSent;
    private final AtomicCounter bytesReceived;
    private long noRoomNs = System.nanoTime() - REPEAT_NO_ROOM_NS;

    /**
     * Starts the driver.
     *
     * @param settings settings of the link.
     * @param aeronDir directory that does not exist yet; its parent does, and belongs to this process alone.
     * @throws DataDirectoryException if there is not enough space for the driver and the server's own streams.
     */
    EmbeddedDriver(final AeronLinkContext settings, final Path aeronDir) {
        final int maxFrameBytes = settings.maxFrameBytes();
        final int termLength = StreamSizes.termLength(maxFrameBytes);
        final boolean isSmall = isSmall(aeronDir.getParent());
        checkRoom(aeronDir.getParent(), maxFrameBytes, isSmall);
        logs = new AllocatedLogs(aeronDir, StreamSizes.gatewayTermLength(maxFrameBytes, isSmall), termLength);
        final MediaDriver.Context context = new MediaDriver.Context();
        context.aeronDirectoryName(aeronDir.toString());
        context
            .dirDeleteOnStart(false)
            .dirDeleteOnShutdown(false)
            .warnIfDirectoryExists(false)
            .threadingMode(settings.invokeDriver() ? ThreadingMode.INVOKER : ThreadingMode.SHARED)
            .asyncExecutorEnabled(false)
            .sharedIdleStrategy(settings.driverIdle())
            .sharedThreadFactory(work -> thread(settings.driverThreadStart(), work))
            .ipcTermBufferLength(termLength)
            .publicationTermBufferLength(termLength)
            .ipcMtuLength(StreamSizes.IPC_MTU_BYTES)
            .mtuLength(StreamSizes.UDP_MTU_BYTES)
            .counterValuesBufferLength(StreamSizes.counterValuesBytes(isSmall))
            .timerIntervalNs(TIMER_INTERVAL_NS)
            .clientLivenessTimeoutNs(CLIENT_LIVENESS_NS)
            .publicationUnblockTimeoutNs(UNBLOCK_NS)
            .nanoClock(new RunningClock(SystemNanoClock.INSTANCE))
            .epochClock(new DriverTime())
            .errorHandler(this::onError);
        LogFactoryAccess.set(context, logs);
        driver = launch(context, aeronDir);
        logs.mappedBytes(context.systemCounters().get(SystemCounterDescriptor.BYTES_CURRENTLY_MAPPED));
        invoker = driver.sharedAgentInvoker();
        bytesSent = context.systemCounters().get(SystemCounterDescriptor.BYTES_SENT);
        bytesReceived = context.systemCounters().get(SystemCounterDescriptor.BYTES_RECEIVED);
    }

    /** Returns whether the file system of a directory is a small one, see {@link StreamSizes#isSmall(long)}. */
    static boolean isSmall(final Path dir) {
        try {
            return StreamSizes.isSmall(Files.getFileStore(dir).getTotalSpace());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void checkRoom(final Path dir, final int maxFrameBytes, final boolean isSmall) {
        final long driverBytes = StreamSizes.driverBytes(isSmall);
        final long streamBytes = StreamSizes.serverStreamsBytes(maxFrameBytes, isSmall);
        final long free = dir.toFile().getUsableSpace();
        if (free < driverBytes + streamBytes) {
            throw new DataDirectoryException("The media driver needs " + AllocatedLogs.kib(driverBytes + streamBytes) + " in "
                + dir.getParent() + " (" + AllocatedLogs.kib(driverBytes) + " for itself, " + AllocatedLogs.kib(streamBytes)
                + " for the server's own streams at --max-frame " + maxFrameBytes + "), and " + AllocatedLogs.kib(free)
                + " are free: make more room there, give --driver-dir another directory, or lower --max-frame.");
        }
    }

    /**
     * Launches the driver. Aeron touches what it maps at its start, so a page without a block is an {@link InternalError} then.
     */
    private static MediaDriver launch(final MediaDriver.Context context, final Path aeronDir) {
        MediaDriver launched = null;
        try {
            launched = MediaDriver.launch(context);
            allocate(LossReportUtil.file(aeronDir.toString()));
            return launched;
        } catch (final InternalError | StorageSpaceException e) {
            if (launched != null) {
                launched.close();
            }
            throw new DataDirectoryException("The media driver found no room in " + aeronDir.getParent().getParent() + " ("
                + e.getMessage() + "): make more room there, or give --driver-dir another directory.", e);
        }
    }

    private static void allocate(final File sparse) {
        try (Fallocate blocks = new Fallocate(sparse)) {
            if (blocks.allocate(0, sparse.length()) == Fallocate.Outcome.NO_SPACE) {
                throw new StorageSpaceException(AllocatedLogs.kib(sparse.length()) + " for " + sparse);
            }
        }
    }

    private void onError(final Throwable error) {
        if (error instanceof StorageSpaceException) {
            final long nowNs = System.nanoTime();
            if (nowNs - noRoomNs >= REPEAT_NO_ROOM_NS) {
                noRoomNs = nowNs;
                LOG.warn("media driver: {} (further refusals in the next 10 s are not logged)", error.getMessage());
            }
        } else {
            LOG.error("media driver: {}", error.toString(), error);
        }
    }

    /** Returns the file of a stream that was removed by another process, or null. */
    String missing() {
        return logs.missing();
    }

    /** Returns the invoker of the driver; null if it has its own thread. */
    AgentInvoker invoker() {
        return invoker;
    }

    /** Returns the bytes sent to and received from the network; IPC does not count. */
    long networkBytes() {
        return bytesSent.getPlain() + bytesReceived.getPlain();
    }

    int doWork() {
        return invoker == null ? 0 : invoker.invoke();
    }

    @Override
    public void close() {
        driver.close();
    }

    private static Thread thread(final Runnable first, final Runnable work) {
        final Thread thread = new Thread(() -> {
            first.run();
            work.run();
        }, "patchbay-driver");
        thread.setDaemon(true);
        return thread;
    }
}
