package io.patchbay.delivery;

import io.patchbay.journal.DataDirectoryException;
import io.patchbay.journal.DriverDirectory;
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
 * The connection of one agent's thread to the data directory's media driver, for as long as the agent lives: it runs the
 * driver itself where it may and nobody else does, otherwise it uses the running one; when that dies, or its directory is
 * removed, it goes down and comes back, with a new driver in a new directory if it runs it. Whoever builds on it compares
 * {@link #generation()} with the one it built on, and builds anew when it has changed.
 *
 * <p>Owned by one thread, which also runs Aeron's client conductor and, in the thread layout {@code shared}, the driver. Agents
 * that share a thread share a link and may each call {@link #doWork()}; agents with threads of their own have a link each.
 * Nothing here waits. No error of Aeron's leaves it: errors are logged, and fatal ones take the link down. Only where the very
 * first driver cannot be started does {@link #doWork()} throw, a {@link DataDirectoryException}.
 */
public final class AeronLink implements Agent, AutoCloseable {
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long RETRY_AFTER_FAILURE_NS = TimeUnit.SECONDS.toNanos(1);
    /** What is no frame waits at most so long for its turn while a thread spins: a look at each in every turn would cost more. */
    public static final long HOUSEKEEPING_INTERVAL_NS = TimeUnit.MICROSECONDS.toNanos(100);
    /**
     * An IPC stream moves without the driver, which only has to follow, and zeroes an eighth of a publication's window at once:
     * its turn comes so often while a thread spins, or when so much of a term has moved.
     */
    private static final long PACE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int TURNS_PER_TERM = 4;
    /** A driver that has moved UDP packets gets its turn in each cycle for so long. */
    private static final long NETWORK_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long CHECK_NS = TimeUnit.MILLISECONDS.toNanos(200);
    /** The directory and the files of a driver of one's own are looked at so often. */
    private static final long WATCH_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long DRIVER_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(10);
    /** A driver that lives, as its lock says, may be silent for so long: it may be stopped. */
    private static final long DRIVER_PATIENCE_MS = TimeUnit.SECONDS.toMillis(120);
    private static final Logger LOG = LoggerFactory.getLogger(AeronLink.class);

    private final AeronLinkContext context;
    private final NanoClock clock;
    private final int paceBytes;
    private final EngineBeat beat = new EngineBeat();
    private AutoCloseable lock;
    private EmbeddedDriver driver;
    private Aeron aeron;
    private Path aeronDir;
    private int gatewayTermLength;
    private String trouble = "no media driver yet";
    private DriverClock driverClock;
    private long seenBeatMs;
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
     * Moves the engine's heartbeat on, for gateways to see that it lives. Called by the engine of this link's thread, a few times
     * a second.
     *
     * @param isLive whether it has applied the whole journal and answers.
     * @return false where the heartbeat is not there yet: call again soon.
     */
    public boolean beatEngine(final boolean isLive) {
        return beat.beat(aeron, generation, isLive);
    }

    /**
     * Returns the last heartbeat of the data directory's engine: it changes while an engine lives.
     *
     * @return 0 where none is known; see {@link #isLiveBeat(long)}.
     */
    public long engineBeat() {
        return beat.read(aeron);
    }

    /**
     * Returns whether a heartbeat says that the engine answers.
     *
     * @param value of {@link #engineBeat()}.
     * @return false while it still reads the journal, and where there is no engine.
     */
    public static boolean isLiveBeat(final long value) {
        return (value & EngineBeat.LIVE) != 0;
    }

    /**
     * The settings.
     *
     * @return concluded.
     */
    public AeronLinkContext context() {
        return context;
    }

    /**
     * Returns the directory of the media driver that this link was connected to last; another one after each loss.
     *
     * @return absolute; null before the first connection.
     */
    public Path aeronDir() {
        return aeronDir;
    }

    /**
     * Returns the term length of streams to gateways, as the room in the driver's directory allows.
     *
     * @return in bytes, a power of two; of use while the link is up.
     */
    int gatewayTermLength() {
        return gatewayTermLength;
    }

    /**
     * Returns the room that new streams may take.
     *
     * @return free bytes of the file system of the driver's directory.
     */
    long usableBytes() {
        return aeronDir.toFile().getUsableSpace();
    }

    /**
     * Returns how many publications of some streams there are, whichever client has made them. Looks through all counters.
     *
     * @param streamIds of them.
     * @return a count; 0 while the link is down.
     */
    int countPublications(final IntHashSet streamIds) {
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

    /**
     * Returns why the link is down, or was last.
     *
     * @return for an operator; one line.
     */
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

    /** The same trouble is logged once. */
    private void failed(final long nowNs, final String why, final Exception error) {
        if (!why.equals(trouble)) {
            trouble = why;
            LOG.error("{}", why, error);
        }
        nextAttemptNs = nowNs + RETRY_AFTER_FAILURE_NS;
    }

    /** Runs the driver where that is this process's task; otherwise says whether one is running. */
    private boolean findDriver() throws IOException {
        if (lock == null) {
            lock = context.driverLock().tryLock();
        }
        if (lock == null) {
            final Path found = context.driverDirectory().find();
            if (found == null || !isDriverBeating(found)) {
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

    /** Compares two heartbeats: their age would be one by two clocks, and a dead driver leaves its last. */
    private boolean isDriverBeating(final Path dir) {
        try (DriverClock clockThere = newDriverClock(dir)) {
            final long before = seenBeatMs;
            seenBeatMs = clockThere.heartbeatMs();
            return seenBeatMs > 0 && before > 0 && seenBeatMs != before;
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
        cncKey = key;
        gatewayTermLength = StreamSizes.gatewayTermLength(context.maxFrameBytes(), EmbeddedDriver.isSmall(aeronDir));
        generation++;
        LOG.info("{} connected to the media driver in {}", context.name(), aeronDir);
    }

    /** The heartbeat of a driver that was killed looks well for seconds; its lock and its files do not. */
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

    /** A driver that nobody can find any more is replaced: what runs on it would go on, but nobody new would come to it. */
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

    /** Returns the identity of the driver's main file, null where it is gone; as it was where it cannot be looked at now. */
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
