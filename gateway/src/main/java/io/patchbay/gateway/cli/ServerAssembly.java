package io.patchbay.gateway.cli;

import io.patchbay.aeron.AeronLink;
import io.patchbay.aeron.AeronLinkContext;
import io.patchbay.data.DataDirectory;
import io.patchbay.data.GatewaySlot;
import io.patchbay.data.ProcessLock;
import io.patchbay.engine.input.SettingsInput;
import io.patchbay.gateway.GatewayAgent;
import io.patchbay.gateway.auth.RateLimit;
import io.patchbay.gateway.config.GatewayContext;
import io.patchbay.gateway.error.ConfigurationException;
import io.patchbay.gateway.http.HealthServer;
import io.patchbay.gateway.server.AppendLine;
import io.patchbay.gateway.server.FileLimit;
import io.patchbay.gateway.server.MemoryBounds;
import io.patchbay.gateway.server.ProcessLimits;
import io.patchbay.gateway.server.SocketIdleStrategy;
import io.patchbay.host.CannotRunException;
import io.patchbay.host.Durability;
import io.patchbay.host.EngineAgent;
import io.patchbay.host.EngineHostContext;
import io.patchbay.host.SnapshotContext;
import io.patchbay.host.SnapshotThread;
import io.patchbay.host.StartCheck;
import io.patchbay.journal.DirectoryWatch;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalContext;
import io.patchbay.journal.JournalWriter;
import io.patchbay.journal.Retention;
import io.patchbay.protocol.Limits;
import io.patchbay.snapshot.Snapshots;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Creates the parts of a process from its options, and closes them in reverse order.
 */
final class ServerAssembly implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServerAssembly.class);
    /** Smallest block size: eight of the largest frames. So a journal can be read with any block size. */
    private static final int MIN_BLOCK_SIZE_BYTES = 8 * Limits.MAX_FRAME_CEILING_BYTES;
    private static final int MAX_BLOCK_SIZE_BYTES = 1 << 30;
    private static final long MAX_RESERVE_BYTES = 1L << 30;
    private static final long MAX_PARK_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private final DataOptions options;
    private final Role role;
    private final DataDirectory data;
    private final Journal journal;
    private final DirectoryWatch watch;
    private final Deque<AutoCloseable> made = new ArrayDeque<>();

    private ServerAssembly(final DataOptions options, final Role role, final DataDirectory data, final Journal journal) {
        this.options = options;
        this.role = role;
        this.data = data;
        this.journal = journal;
        made.push(journal);
        watch = new DirectoryWatch(data);
    }

    /**
     * Opens the data directory and its journal.
     *
     * @param options of the command.
     * @param role    of the process; a server or an engine takes the engine's lock before the journal is touched.
     * @return an assembly that has created nothing else yet.
     */
    static ServerAssembly open(final DataOptions options, final Role role) {
        check("--max-frame", options.maxFrameBytes, Limits.MAX_FRAME_FLOOR_BYTES, Limits.MAX_FRAME_CEILING_BYTES);
        check("--window", options.windowBytes, options.maxFrameBytes + Limits.SERVER_FRAME_EXTRA_BYTES, Integer.MAX_VALUE);
        check("--window-total", options.windowTotalBytes, options.windowBytes, Long.MAX_VALUE);
        check("--drain", options.drainMs, 0, Limits.MAX_TIMEOUT_MS);
        checkBlockSize(options.blockSizeBytes);
        check("--min-free", options.minFreeBytes, 0, Long.MAX_VALUE / 2);
        check("--disk-reserve", options.reserveBytes, JournalContext.MIN_RESERVE_BYTES, MAX_RESERVE_BYTES);
        options.cpus.check(role.threads(options.threads.isShared()));
        ProcessLimits.check();
        final JournalContext context = new JournalContext()
            .rollCycle(options.rollCycle)
            .blockSizeBytes((int)options.blockSizeBytes)
            .minFreeBytes(options.minFreeBytes)
            .reserveBytes(options.reserveBytes)
            .preTouch(options.preTouch);
        final DataDirectory data = DataDirectory.open(options.data);
        final ProcessLock engineLock = role == Role.GATEWAY ? null : data.tryLockEngine();
        if (role != Role.GATEWAY && engineLock == null) {
            throw new CannotRunException("another server or engine runs on the data directory " + data.root()
                + ": stop it first, or give --data another directory");
        }
        try {
            final ServerAssembly assembly = new ServerAssembly(options, role, data, new Journal(context.dataDirectory(data)));
            if (engineLock != null) {
                assembly.made.addLast(engineLock);
            }
            assembly.requireWhole();
            return assembly;
        } catch (final IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    private void requireWhole() {
        boolean isWhole = false;
        try {
            new Snapshots(journal).requireNoneBeyondEnd();
            isWhole = true;
        } finally {
            if (!isWhole) {
                close();
            }
        }
    }

    /** The role of a process at the data directory. */
    enum Role {
        SERVER(3), GATEWAY(2), ENGINE(1);

        private final int dedicatedThreads;

        Role(final int dedicatedThreads) {
            this.dedicatedThreads = dedicatedThreads;
        }

        /** Returns the number of serving threads: those of the engine, the gateway and the media driver, or one for all. */
        int threads(final boolean isShared) {
            return isShared ? 1 : dedicatedThreads;
        }
    }

    /** Returns the task that pins a serving thread, by its place in the list of {@code --cpus}. */
    Runnable pin(final int place) {
        return options.cpus.pin(place);
    }

    DataDirectory data() {
        return data;
    }

    /** Checks that the path of the data directory still names the same directory. One thread only. */
    void checkDirectory() {
        watch.check();
    }

    /** Creates a link. A driver on a thread of its own has the last place in the list of {@code --cpus}. */
    AeronLink link(final String name, final boolean launchesDriver, final boolean invokesDriver, final NanoClock clock) {
        return closing(new AeronLink(new AeronLinkContext()
            .dataDirectory(data, options.driverDir)
            .launchDriver(launchesDriver)
            .invokeDriver(invokesDriver)
            .driverIdle(idle())
            .driverThreadStart(pin(role.threads(invokesDriver) - 1))
            .maxFrameBytes((int)options.maxFrameBytes)
            .nanoClock(clock)
            .name(name)));
    }

    EngineAgent engine(final EngineOptions engineOptions, final AeronLink link, final NanoClock clock) {
        check("--timeout", engineOptions.timeoutMs, 1, Limits.MAX_TIMEOUT_MS);
        check("--duplicate-window", engineOptions.duplicateWindowMs, 0, TimeUnit.DAYS.toMillis(365));
        check("--max-ended-ids", engineOptions.maxEndedIds, 0, 1 << 28);
        check("--max-open", engineOptions.maxOpen, 1, 1 << 28);
        check("--max-open-per-asker", engineOptions.maxOpenPerAsker, 1, 1 << 28);
        check("--max-open-per-instance", engineOptions.maxOpenPerInstance, 1, 1 << 28);
        check("--rejoin-grace", engineOptions.rejoinGraceMs, 0, Limits.MAX_TIMEOUT_MS);
        final SettingsInput settings = new SettingsInput();
        settings.defaultTimeoutMs = engineOptions.timeoutMs;
        settings.drainMs = options.drainMs;
        settings.duplicateWindowMs = engineOptions.duplicateWindowMs;
        settings.maxEndedIds = MemoryBounds.maxEndedIds(engineOptions.maxEndedIds);
        settings.maxOpenPerAsker = engineOptions.maxOpenPerAsker;
        settings.maxOpenPerInstance = engineOptions.maxOpenPerInstance;
        settings.rejoinGraceMs = engineOptions.rejoinGraceMs;
        settings.rejoinServiceBytes = Limits.rejoinServiceBytes(MemoryBounds.windowBytes(options.windowBytes));
        settings.rejoinTotalBytes = Limits.rejoinTotalBytes(MemoryBounds.windowTotalBytes(options.windowTotalBytes));
        if (engineOptions.snapshotEvery < 0) {
            throw new ConfigurationException("--snapshot-every must be 0 or more, not " + engineOptions.snapshotEvery);
        }
        final boolean isRetaining = engineOptions.retainBytes > 0 || engineOptions.retainAgeMs > 0;
        final boolean takesSnapshots = engineOptions.snapshotEvery > 0 || engineOptions.snapshotAgeMs > 0;
        if (isRetaining && !takesSnapshots) {
            throw new ConfigurationException("--retain-bytes and --retain-age remove only what snapshots stand for: with them"
                + " give --snapshot-every or --snapshot-age above 0");
        }
        final Snapshots snapshots = new Snapshots(journal);
        final EngineAgent engine = new EngineAgent(new EngineHostContext()
            .slots(data)
            .journal(journal)
            .snapshots(snapshots)
            .link(link)
            .nanoClock(clock)
            .settings(settings)
            .durability(durability(engineOptions))
            .maxFrameBytes((int)options.maxFrameBytes)
            .windowBytes((int)MemoryBounds.windowBytes(options.windowBytes))
            .windowTotalBytes(MemoryBounds.windowTotalBytes(options.windowTotalBytes)));
        if (takesSnapshots) {
            closing(new SnapshotThread(SnapshotContext.of(snapshots, engine, engineOptions.snapshotEvery,
                engineOptions.snapshotAgeMs, (int)options.maxFrameBytes,
                new Retention(journal, engineOptions.retainBytes, engineOptions.retainAgeMs))));
        }
        return engine;
    }

    /** Checks the journal where no engine of this process has read it. Throws where an engine could not read it. */
    void checkJournal() {
        StartCheck.run(new Snapshots(journal));
    }

    /**
     * Creates a gateway.
     *
     * @param engine       the engine of this process, which knows the open requests, or null.
     * @param isSameThread whether the engine runs on the gateway's thread.
     */
    GatewayAgent gateway(final GatewayOptions gatewayOptions, final AeronLink link, final EngineAgent engine, final long maxOpen,
        final NanoClock clock, final boolean isSameThread) {
        final FileLimit files = FileLimit.of(gatewayOptions.maxConnections, gatewayOptions.maxNewcomers);
        final GatewayContext context = new GatewayContext()
            .tcp(gatewayOptions.tcp)
            .http(gatewayOptions.http)
            .udp(gatewayOptions.udp)
            .authFile(gatewayOptions.auth)
            .maxConnections(files.connections())
            .maxNewcomers(files.newcomers())
            .maxNewcomersPerAddress(gatewayOptions.maxNewcomersPerAddress)
            .rateLimit(rateLimit(gatewayOptions))
            .diskSpace(journal.space())
            .wallDifferenceNs(journal.clock()::differenceNs)
            .insecure(gatewayOptions.insecure)
            .allowsAnyUdpEndpoint(gatewayOptions.allowAnyUdpEndpoint)
            .allowedOrigins(gatewayOptions.allowOrigins)
            .allowedHosts(gatewayOptions.allowHosts)
            .maxFrameBytes((int)options.maxFrameBytes)
            .heartbeatMs(gatewayOptions.heartbeatMs)
            .authorizeTimeoutMs(gatewayOptions.authorizeTimeoutMs)
            .registerTimeoutMs(gatewayOptions.registerTimeoutMs)
            .engineWaitMs(gatewayOptions.engineWaitMs)
            .drainMs(options.drainMs)
            .windowBytes((int)MemoryBounds.windowBytes(options.windowBytes))
            .windowTotalBytes(MemoryBounds.windowTotalBytes(options.windowTotalBytes))
            .heldInputBytes(MemoryBounds.heldInputBytes())
            .maxOpen(maxOpen)
            .nanoClock(clock)
            .aeronLink(link);
        if (engine != null) {
            context.openRequests(engine::openRequests).waitingMessages(engine::waitingMessages);
        }
        final GatewaySlot slot = data.tryTakeSlot();
        if (slot == null) {
            throw new CannotRunException("all gateway slots of the data directory " + data.root()
                + " are taken: stop a gateway first");
        }
        closing(slot);
        final JournalWriter writer = closing(journal.newWriter());
        closing(() -> LOG.info("{}", AppendLine.of(writer.appendStalls())));
        final GatewayAgent gateway = new GatewayAgent(context
            .inputs(writer)
            .slot(slot.number())
            .onStarted(slot::writeGateway)
            .conclude());
        if (isSameThread) {
            engine.sharesThreadWith(writer);
            gateway.sharesThreadWith(engine);
        }
        return gateway;
    }

    /** Creates the server for the health of an engine in a process of its own. */
    HealthServer health(final InetSocketAddress http, final boolean insecure, final EngineAgent engine,
        final BooleanSupplier isStopping) {
        return closing(new HealthServer(http, insecure, engine, journal.space(), journal.clock()::differenceNs, isStopping));
    }

    /** Returns the idle strategy for a thread without sockets. */
    IdleStrategy idle() {
        return switch (options.idle) {
            case SPIN -> new BusySpinIdleStrategy();
            case YIELD -> new YieldingIdleStrategy();
            case BACKOFF -> new BackoffIdleStrategy(200, 20, TimeUnit.MICROSECONDS.toNanos(10), MAX_PARK_NS);
        };
    }

    /** Returns the idle strategy for a gateway's thread. */
    IdleStrategy idle(final GatewayAgent gateway, final NanoClock clock) {
        return options.idle == DataOptions.Idle.BACKOFF ? new SocketIdleStrategy(gateway, clock) : idle();
    }

    /** Closes all parts, the last one first. */
    @Override
    public void close() {
        while (!made.isEmpty()) {
            try {
                made.pop().close();
            } catch (final Exception e) {
                System.err.println("patchbay: closing: " + e);
            }
        }
    }

    private <T extends AutoCloseable> T closing(final T part) {
        made.push(part);
        return part;
    }

    private static RateLimit rateLimit(final GatewayOptions gatewayOptions) {
        try {
            return RateLimit.parse(gatewayOptions.rateLimit);
        } catch (final IllegalArgumentException e) {
            throw new ConfigurationException("--rate-limit " + e.getMessage());
        }
    }

    private static Durability durability(final EngineOptions engineOptions) {
        try {
            return Durability.parse(engineOptions.sync);
        } catch (final IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    private static void checkBlockSize(final long bytes) {
        if (Long.bitCount(bytes) != 1 || bytes < MIN_BLOCK_SIZE_BYTES || bytes > MAX_BLOCK_SIZE_BYTES) {
            throw new ConfigurationException("--block-size must be a power of two from 8m to 1g, not " + bytes
                + ": give for example 64m, 128m or 256m");
        }
    }

    private static void check(final String option, final long value, final long min, final long max) {
        if (value < min || value > max) {
            throw new ConfigurationException(option + " must be " + min + " to " + max + ", not " + value);
        }
    }
}
