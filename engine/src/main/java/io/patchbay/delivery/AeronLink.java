package io.patchbay.delivery;

import io.aeron.Aeron;
import io.aeron.exceptions.ClientTimeoutException;
import io.aeron.exceptions.ConductorServiceTimeoutException;
import io.aeron.exceptions.DriverTimeoutException;
import io.patchbay.time.DriverClock;
import io.patchbay.time.RunningClock;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.NoOpLock;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The connection of one agent's thread to the data directory's media driver, for as long as the agent lives: it runs the
 * driver itself where it may and nobody else does, otherwise it uses the running one; when that dies it goes down and comes
 * back. Whoever builds on it compares {@link #generation()} with the one it built on, and builds anew when it has changed.
 *
 * <p>Owned by one thread, which also runs Aeron's client conductor and, in the thread layout {@code shared}, the driver. Agents
 * that share a thread share a link and may each call {@link #doWork()}; agents with threads of their own have a link each.
 * Nothing here waits. No error of Aeron's leaves it: errors are logged, and fatal ones take the link down.
 */
public final class AeronLink implements Agent, AutoCloseable {
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long RETRY_AFTER_FAILURE_NS = TimeUnit.SECONDS.toNanos(1);
    /** What is no frame waits at most so long for its turn while a thread spins: a look at each in every turn would cost more. */
    public static final long HOUSE_PACE_NS = TimeUnit.MICROSECONDS.toNanos(100);
    /**
     * An IPC stream moves without the driver, which only has to follow, and zeroes an eighth of a publication's window at once:
     * its turn comes so often while a thread spins, or when so much of a term has moved.
     */
    private static final long PACE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int TURNS_PER_TERM = 4;
    /** A driver that has moved UDP packets gets its turn in each cycle for so long. */
    private static final long NETWORK_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long DRIVER_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(10);
    /** The files of a dead driver do not stay so long once another has its lock. */
    private static final long STANDING_BEAT_NS = TimeUnit.SECONDS.toNanos(1);
    /** A driver that lives, as its lock says, may be silent for so long: it may be stopped. */
    private static final long DRIVER_PATIENCE_MS = TimeUnit.SECONDS.toMillis(120);
    private static final Logger LOG = LoggerFactory.getLogger(AeronLink.class);

    private final AeronLinkContext context;
    private final NanoClock clock;
    private final int paceBytes;
    private AutoCloseable lock;
    private EmbeddedDriver driver;
    private Aeron aeron;
    private DriverClock driverClock;
    private long seenBeatMs;
    private long seenBeatNs;
    private Object cncKey;
    private long generation;
    private long nextAttemptNs;
    private long nextCheckNs;
    private long lastTurnNs;
    private long networkNs;
    private long networkBytes;
    private long movedBytes;
    private boolean isLost;
    private boolean isClosed;

    /**
     * A link that is down until its first {@link #doWork()}.
     *
     * @param context its settings, concluded here.
     */
    public AeronLink(final AeronLinkContext context) {
        this.context = context.conclude();
        clock = this.context.nanoClock();
        paceBytes = StreamSizes.termLength(this.context.maxFrameBytes()) / TURNS_PER_TERM;
        nextAttemptNs = clock.nanoTime();
        networkNs = nextAttemptNs - NETWORK_NS;
    }

    /**
     * Aeron's client.
     *
     * @return null while the link is down.
     */
    public Aeron aeron() {
        return aeron;
    }

    /**
     * Changes each time that the link goes up or down; while it is the same, what was built on {@link #aeron()} is good.
     *
     * @return odd while the link is up, even while it is down.
     */
    public long generation() {
        return generation;
    }

    /**
     * Can streams be opened now?
     *
     * @return true if {@link #aeron()} is not null.
     */
    public boolean isUp() {
        return aeron != null;
    }

    /**
     * Does this process run the media driver?
     *
     * @return true while it does.
     */
    public boolean hasDriver() {
        return driver != null;
    }

    /**
     * The settings.
     *
     * @return concluded.
     */
    public AeronLinkContext context() {
        return context;
    }

    @Override
    public int doWork() {
        final long nowNs = clock.nanoTime();
        if (aeron != null && nowNs - lastTurnNs < PACE_NS && movedBytes < paceBytes && nowNs - networkNs >= NETWORK_NS) {
            return 0;
        }
        lastTurnNs = nowNs;
        movedBytes = 0;
        return runNow();
    }

    /**
     * Frames went through a stream of this thread: the driver has to free their room before the stream is full.
     *
     * @param bytes of them.
     */
    public void moved(final int bytes) {
        movedBytes += bytes;
    }

    /**
     * Gives the client, and the driver if it is this thread's, their turn, however short ago the last was.
     *
     * @return work done.
     */
    public int runNow() {
        int work = driver == null ? 0 : pollDriver();
        if (aeron == null) {
            return isClosed ? work : work + connect();
        }
        work += aeron.conductorAgentInvoker().invoke();
        if (isLost || aeron.isClosed() || !aeron.conductorAgentInvoker().isRunning()) {
            goDown("Aeron's client ended");
            return work + 1;
        }
        return work + checkDriver();
    }

    @Override
    public String roleName() {
        return context.name() + "-link";
    }

    @Override
    public void onClose() {
        close();
    }

    /** Closes the client, then the driver and its directory if it is this process's, and gives the lock back. */
    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            goDown(null);
            CloseHelper.close(LOG_ERROR, driver);
            driver = null;
            unlock();
        }
    }

    private int pollDriver() {
        final int work = driver.doWork();
        final long bytes = driver.networkBytes();
        if (bytes != networkBytes) {
            networkBytes = bytes;
            networkNs = clock.nanoTime();
        }
        return work;
    }

    private int connect() {
        final long nowNs = clock.nanoTime();
        if (nowNs - nextAttemptNs < 0) {
            return 0;
        }
        nextAttemptNs = nowNs + RETRY_NS;
        try {
            if (driver == null && !findDriver()) {
                return 0;
            }
            connectClient();
            nextCheckNs = nowNs + CHECK_NS;
            return 1;
        } catch (final Exception e) {
            LOG.error("cannot use the media driver in {}: {}", context.aeronDir(), e.toString(), e);
            nextAttemptNs = nowNs + RETRY_AFTER_FAILURE_NS;
            if (driver == null) {
                unlock();
            }
            return 0;
        }
    }

    /** Runs the driver where that is this process's task; otherwise says whether one is running. */
    private boolean findDriver() throws IOException {
        if (lock == null) {
            lock = context.driverLock().tryLock();
        }
        if (lock == null) {
            return isDriverBeating(clock.nanoTime());
        }
        if (context.launchDriver()) {
            driver = new EmbeddedDriver(context);
            LOG.info("media driver started in {}", context.aeronDir());
            return true;
        }
        unlock();
        return false;
    }

    /**
     * Returns whether the driver whose lock somebody has runs already. Two heartbeats are compared, since an age would be one by
     * two clocks. What a dead driver has left goes as soon as the next begins; one that stays is of a driver that stands still.
     */
    private boolean isDriverBeating(final long nowNs) {
        try (DriverClock there = newDriverClock()) {
            final long beatMs = there.heartbeatMs();
            final boolean isAnother = beatMs != seenBeatMs;
            final boolean isFirst = seenBeatMs <= 0;
            if (isAnother) {
                seenBeatMs = beatMs;
                seenBeatNs = nowNs;
            }
            return beatMs > 0 && (isAnother ? !isFirst : nowNs - seenBeatNs >= STANDING_BEAT_NS);
        }
    }

    private DriverClock newDriverClock() {
        return new DriverClock(context.aeronDir().toFile(), DRIVER_PATIENCE_MS);
    }

    private void connectClient() throws IOException {
        isLost = false;
        final Object key = cncKey();
        driverClock = newDriverClock();
        final Aeron.Context client = new Aeron.Context()
            .aeronDirectoryName(context.aeronDir().toString())
            .clientName(context.name())
            .useConductorAgentInvoker(true)
            .clientLock(NoOpLock.INSTANCE)
            .driverTimeoutMs(DRIVER_TIMEOUT_MS)
            .epochClock(driverClock)
            .nanoClock(new RunningClock(SystemNanoClock.INSTANCE))
            .errorHandler(this::onError);
        if (driver != null && driver.invoker() != null) {
            client.driverAgentInvoker(driver.invoker());
        }
        aeron = Aeron.connect(client);
        cncKey = key;
        generation++;
        LOG.info("{} connected to the media driver in {}", context.name(), context.aeronDir());
    }

    /** The heartbeat of a driver that was killed looks well for seconds; its lock and its files do not. */
    private int checkDriver() {
        if (driver != null) {
            return 0;
        }
        final long nowNs = clock.nanoTime();
        if (nowNs - nextCheckNs < 0) {
            return 0;
        }
        nextCheckNs = nowNs + CHECK_NS;
        lock = context.driverLock().tryLock();
        if (lock == null && Objects.equals(cncKey, cncKey())) {
            return 0;
        }
        goDown("the media driver is gone");
        nextAttemptNs = nowNs;
        return 1;
    }

    private Object cncKey() {
        final Path file = context.aeronDir().resolve("cnc.dat");
        try {
            final BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.fileKey() + "@" + attributes.creationTime();
        } catch (final IOException e) {
            return null;
        }
    }

    private void onError(final Throwable error) {
        if (error instanceof AgentTerminationException || error instanceof DriverTimeoutException
            || error instanceof ConductorServiceTimeoutException || error instanceof ClientTimeoutException) {
            isLost = true;
            LOG.warn("{} lost the media driver: {}", context.name(), error.getMessage());
        } else {
            LOG.error("{}: Aeron: {}", context.name(), error.toString(), error);
        }
    }

    private void goDown(final String why) {
        if (aeron != null) {
            final Aeron client = aeron;
            aeron = null;
            generation++;
            if (why != null) {
                LOG.warn("{} is cut off from the media driver in {}: {}", context.name(), context.aeronDir(), why);
            }
            CloseHelper.close(LOG_ERROR, client);
            CloseHelper.close(LOG_ERROR, driverClock);
        }
    }

    private void unlock() {
        CloseHelper.close(LOG_ERROR, lock);
        lock = null;
    }

    private static final org.agrona.ErrorHandler LOG_ERROR = error -> LOG.warn("closing: {}", error.toString());
}
