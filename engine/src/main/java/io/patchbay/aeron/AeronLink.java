package io.patchbay.aeron;

import io.patchbay.data.DataDirectoryException;
import io.patchbay.time.DriverClock;
import io.patchbay.time.RunningClock;

import io.aeron.Aeron;
import io.aeron.AeronCounters;
import io.aeron.driver.status.StreamCounter;
import io.aeron.exceptions.ClientTimeoutException;
import io.aeron.exceptions.ConductorServiceTimeoutException;
import io.aeron.exceptions.DriverTimeoutException;
import org.agrona.CloseHelper;
import org.agrona.collections.IntHashSet;
import org.agrona.collections.MutableInteger;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.NoOpLock;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The connection of one agent's thread to the media driver of the data directory. The link lives as long as its agent. Where this
 * process may run the driver and no other process does, the link starts it; otherwise it uses the running one. When the driver
 * dies or its directory is removed, the link goes down and later comes up again; a process that runs the driver then starts a new
 * one in a new directory. Code that builds on the link keeps the {@link #generation()} it was built for and builds anew when it
 * has changed.
 *
 * <p>Owned by one thread, which also runs Aeron's client conductor and, in the thread layout {@code shared}, the driver. Agents
 * that share a thread share a link and may each call {@link #doWork()}; agents with threads of their own have a link each. No
 * method blocks. Aeron's errors are not thrown: they are logged, and fatal ones take the link down. Only if the very first driver
 * cannot be started does {@link #doWork()} throw a {@link DataDirectoryException}.
 */
public final class AeronLink implements DriverLink, Agent, AutoCloseable {
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long RETRY_AFTER_FAILURE_NS = TimeUnit.SECONDS.toNanos(1);
    /** Interval of the work that is not frames, while a thread spins; polling for it in every cycle would cost more. */
    public static final long HOUSEKEEPING_INTERVAL_NS = TimeUnit.MICROSECONDS.toNanos(100);
    /**
     * Interval of the driver's turns while a thread spins. An IPC stream moves without the driver, which only has to follow it
     * and zeroes an eighth of a publication's window at once. The driver also gets a turn when {@link #paceBytes} have moved.
     */
    private static final long PACE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int TURNS_PER_TERM = 4;
    /** Time for which a driver that has moved UDP packets gets a turn in every cycle. */
    private static final long NETWORK_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(200);
    /** Interval at which a process that runs the driver checks the driver's directory and files. */
    private static final long WATCH_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long DRIVER_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(10);
    /** Time after which a heartbeat that stands is that of a stopped driver: a dead one's files are gone by then. */
    private static final long STANDING_BEAT_NS = TimeUnit.SECONDS.toNanos(1);
    /** Time for which a driver may be silent while its lock says that it lives: its process may be stopped. */
    private static final long DRIVER_PATIENCE_MS = TimeUnit.SECONDS.toMillis(120);
    private static final Logger LOG = LoggerFactory.getLogger(AeronLink.class);

    private final AeronLinkContext context;
    private final NanoClock clock;
    private final int paceBytes;
    private final EngineBeat beat = new EngineBeat();
    private AutoCloseable lock;
    private EmbeddedDriver driver;
    private Aeron aeron;
    private StreamClient streams;
    private Path aeronDir;
    private int gatewayTermLength;
    private String trouble = "no media driver yet";
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
     * Creates a link that is down until its first {@link #doWork()}.
     *
     * @param context settings of the link; concluded here.
     */
    public AeronLink(final AeronLinkContext context) {
        this.context = context.conclude();
        clock = this.context.nanoClock();
        paceBytes = StreamSizes.termLength(this.context.maxFrameBytes()) / TURNS_PER_TERM;
        nextAttemptNs = clock.nanoTime();
        networkNs = nextAttemptNs - NETWORK_NS;
    }

    @Override
    public StreamClient streams() {
        return streams;
    }

    /**
     * Returns Aeron's client.
     *
     * @return null while the link is down.
     */
    public Aeron aeron() {
        return aeron;
    }

    @Override
    public long generation() {
        return generation;
    }

    @Override
    public boolean isUp() {
        return aeron != null;
    }

    /**
     * Returns whether this process runs the media driver.
     *
     * @return true while it does.
     */
    public boolean hasDriver() {
        return driver != null;
    }

    @Override
    public boolean beatEngine(final boolean isLive) {
        return beat.beat(aeron, generation, isLive);
    }

    @Override
    public long engineBeat() {
        return beat.read(aeron);
    }

    /**
     * Returns whether a heartbeat is that of an engine that answers.
     *
     * @param value a result of {@link #engineBeat()}.
     * @return false while the engine still reads the journal, and if there is no engine.
     */
    public static boolean isLiveBeat(final long value) {
        return (value & EngineBeat.LIVE) != 0;
    }

    @Override
    public NanoClock nanoClock() {
        return clock;
    }

    @Override
    public int maxFrameBytes() {
        return context.maxFrameBytes();
    }

    @Override
    public Path aeronDir() {
        return aeronDir;
    }

    @Override
    public int gatewayTermLength() {
        return gatewayTermLength;
    }

    @Override
    public long usableBytes() {
        return aeronDir.toFile().getUsableSpace();
    }

    @Override
    public int countPublications(final IntHashSet streamIds) {
        final MutableInteger count = new MutableInteger();
        if (aeron != null) {
            aeron.countersReader().forEach((counterId, typeId, key, label) -> {
                if (typeId == AeronCounters.DRIVER_PUBLISHER_LIMIT_TYPE_ID
                    && streamIds.contains(key.getInt(StreamCounter.STREAM_ID_OFFSET))) {
                    count.increment();
                }
            });
        }
        return count.get();
    }

    @Override
    public String trouble() {
        return trouble;
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

    @Override
    public void moved(final int bytes) {
        movedBytes += bytes;
    }

    @Override
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

    /**
     * Closes the client. If this process runs the driver, also closes the driver and removes its directory; then releases the
     * lock.
     */
    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            goDown(null);
            stopDriver();
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
            nextCheckNs = nowNs + (driver == null ? CHECK_NS : WATCH_NS);
            return 1;
        } catch (final DataDirectoryException e) {
            unlock();
            if (generation == 0) {
                throw e;
            }
            failed(nowNs, e.getMessage(), null);
            return 0;
        } catch (final Exception e) {
            failed(nowNs, "cannot use the media driver in " + aeronDir + ": " + e, e);
            if (driver == null) {
                unlock();
            }
            return 0;
        }
    }

    /** Notes a failure to connect, and logs it unless it is the one logged last. */
    private void failed(final long nowNs, final String why, final Exception error) {
        if (!why.equals(trouble)) {
            trouble = why;
            LOG.error("{}", why, error);
        }
        nextAttemptNs = nowNs + RETRY_AFTER_FAILURE_NS;
    }

    /** Starts the driver if that is this process's task; otherwise returns whether one is running. */
    private boolean findDriver() throws IOException {
        if (lock == null) {
            lock = context.driverLock().tryLock();
        }
        if (lock == null) {
            final Path found = context.driverDirectory().find();
            if (found == null || !isDriverBeating(found, clock.nanoTime())) {
                return false;
            }
            aeronDir = found;
            return true;
        }
        if (context.launchDriver()) {
            startDriver();
            return true;
        }
        unlock();
        return false;
    }

    private void startDriver() throws IOException {
        final DriverDirectory directory = context.driverDirectory();
        aeronDir = directory.make();
        try {
            driver = new EmbeddedDriver(context, aeronDir);
            directory.started();
        } catch (final IOException | RuntimeException | Error e) {
            stopDriver();
            throw e;
        }
        LOG.info("media driver started in {}", aeronDir);
    }

    private void stopDriver() {
        CloseHelper.close(LOG_ERROR, driver);
        driver = null;
        context.driverDirectory().remove();
    }

    /**
     * Returns whether the driver whose lock another process holds runs already. Two heartbeats are compared, since an age would
     * be measured by two clocks. The files of a dead driver are removed as soon as the next one starts; a heartbeat that stands
     * for longer is that of a stopped driver.
     */
    private boolean isDriverBeating(final Path dir, final long nowNs) {
        try (DriverClock clockThere = newDriverClock(dir)) {
            final long beatMs = clockThere.heartbeatMs();
            final boolean isAnother = beatMs != seenBeatMs;
            final boolean isFirst = seenBeatMs <= 0;
            if (isAnother) {
                seenBeatMs = beatMs;
                seenBeatNs = nowNs;
            }
            return beatMs > 0 && (isAnother ? !isFirst : nowNs - seenBeatNs >= STANDING_BEAT_NS);
        }
    }

    private static DriverClock newDriverClock(final Path dir) {
        return new DriverClock(dir.toFile(), DRIVER_PATIENCE_MS);
    }

    private void connectClient() throws IOException {
        isLost = false;
        cncKey = null;
        final Object key = cncKey();
        driverClock = newDriverClock(aeronDir);
        final Aeron.Context client = new Aeron.Context()
            .aeronDirectoryName(aeronDir.toString())
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
        streams = new AeronStreams(aeron);
        cncKey = key;
        gatewayTermLength = StreamSizes.gatewayTermLength(context.maxFrameBytes(), EmbeddedDriver.isSmall(aeronDir));
        generation++;
        LOG.info("{} connected to the media driver in {}", context.name(), aeronDir);
    }

    /** Checks the driver by its lock and its files: the heartbeat of a killed driver looks valid for seconds. */
    private int checkDriver() {
        final long nowNs = clock.nanoTime();
        if (nowNs - nextCheckNs < 0) {
            return 0;
        }
        if (driver != null) {
            nextCheckNs = nowNs + WATCH_NS;
            return watchDriver(nowNs);
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

    /** Replaces a driver whose directory or files are gone. Existing streams would go on, but no new client could connect. */
    private int watchDriver(final long nowNs) {
        String fault = context.driverDirectory().fault();
        if (fault == null) {
            final String stream = driver.missing();
            fault = stream == null ? null : stream + " was removed";
        }
        if (fault == null) {
            return 0;
        }
        LOG.error("media driver lost: {}; starting another one in a new directory: sessions by Aeron end and come back, those by"
            + " sockets stay", fault);
        goDown(fault);
        stopDriver();
        nextAttemptNs = nowNs;
        return 1;
    }

    /** Returns the identity of the driver's main file: null if it is gone, the last known identity if it cannot be read now. */
    private Object cncKey() {
        final Path file = aeronDir.resolve("cnc.dat");
        try {
            final BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.fileKey() + "@" + attributes.creationTime();
        } catch (final NoSuchFileException e) {
            return null;
        } catch (final IOException e) {
            return cncKey;
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
            streams = null;
            generation++;
            if (why != null) {
                trouble = why;
                LOG.warn("{} is cut off from the media driver in {}: {}", context.name(), aeronDir, why);
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
