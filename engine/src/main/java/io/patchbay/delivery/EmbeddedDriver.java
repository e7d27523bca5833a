package io.patchbay.delivery;

import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.driver.status.SystemCounterDescriptor;
import io.patchbay.time.RunningClock;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.status.AtomicCounter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/**
 * The data directory's media driver while it runs in this process. Its directory is made anew at each start, is open to its
 * owner only before the first client is told of it, and is gone after an orderly close.
 */
final class EmbeddedDriver implements AutoCloseable {
    /** A client that has not been heard of for so long is gone, with its publications and subscriptions. */
    static final long CLIENT_LIVENESS_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long UNBLOCK_NS = TimeUnit.SECONDS.toNanos(15);
    private static final long TIMER_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int COUNTER_VALUES_BYTES = 4 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDriver.class);

    private final MediaDriver driver;
    private final AgentInvoker invoker;
    private final AtomicCounter bytesSent;
    private final AtomicCounter bytesReceived;

    EmbeddedDriver(final AeronLinkContext settings) {
        final int termLength = StreamSizes.termLength(settings.maxFrameBytes());
        final MediaDriver.Context context = new MediaDriver.Context();
        context.aeronDirectoryName(settings.aeronDir().toString());
        context
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .warnIfDirectoryExists(false)
            .threadingMode(settings.invokeDriver() ? ThreadingMode.INVOKER : ThreadingMode.SHARED)
            .asyncExecutorEnabled(false)
            .sharedIdleStrategy(settings.driverIdle())
            .sharedThreadFactory(work -> thread(settings.driverThreadStart(), work))
            .termBufferSparseFile(true)
            .ipcTermBufferLength(termLength)
            .publicationTermBufferLength(termLength)
            .ipcMtuLength(StreamSizes.IPC_MTU_BYTES)
            .mtuLength(StreamSizes.UDP_MTU_BYTES)
            .counterValuesBufferLength(COUNTER_VALUES_BYTES)
            .timerIntervalNs(TIMER_INTERVAL_NS)
            .clientLivenessTimeoutNs(CLIENT_LIVENESS_NS)
            .publicationUnblockTimeoutNs(UNBLOCK_NS)
            .nanoClock(new RunningClock(SystemNanoClock.INSTANCE))
            .epochClock(new DriverTime())
            .errorHandler(error -> LOG.error("media driver: {}", error.toString(), error));
        driver = MediaDriver.launch(context);
        try {
            makePrivate(settings.aeronDir());
        } catch (final RuntimeException e) {
            driver.close();
            throw e;
        }
        invoker = driver.sharedAgentInvoker();
        bytesSent = context.systemCounters().get(SystemCounterDescriptor.BYTES_SENT);
        bytesReceived = context.systemCounters().get(SystemCounterDescriptor.BYTES_RECEIVED);
    }

    /** Null where the driver has a thread of its own. */
    AgentInvoker invoker() {
        return invoker;
    }

    /** Bytes sent to and received from the network; IPC does not count. */
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

    /** Aeron makes the directory itself; nobody has written into it yet. Fails where it is another user's. */
    private static void makePrivate(final Path directory) {
        try {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot make " + directory + " private", e);
        }
    }
}
