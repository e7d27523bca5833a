package io.patchbay.simulation;

import io.patchbay.delivery.AeronLinkContext;
import io.patchbay.time.RunningClock;

import org.agrona.collections.IntHashSet;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Stands for a process's connection to the media driver: notices late that a driver has gone or come.
 */
public final class SimLink implements AutoCloseable {
    /** As the link's. */
    public static final long HOUSEKEEPING_INTERVAL_NS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final Path DIR = Path.of("/simulated/driver/aeron");
    private static final int TERM_BYTES = 1 << 20;
    private static final long ROOM_BYTES = 1L << 40;

    final SimProcess process;
    private final SimStreams streams;
    private final AeronLinkContext context;
    private SimAeron aeron;
    private long generation;

    SimLink(final SimStreams streams, final SimProcess process) {
        this.streams = streams;
        this.process = process;
        context = new AeronLinkContext().nanoClock(new RunningClock(streams.clock::nanoTime));
    }

    /**
     * As the link's.
     *
     * @return null while it is down.
     */
    public SimAeron aeron() {
        return aeron;
    }

    /**
     * As the link's.
     *
     * @return odd while it is up.
     */
    public long generation() {
        return generation;
    }

    /**
     * As the link's.
     *
     * @return true while it is up.
     */
    public boolean isUp() {
        return aeron != null;
    }

    /**
     * As the link's.
     *
     * @return its settings.
     */
    public AeronLinkContext context() {
        return context;
    }

    /**
     * As the link's.
     *
     * @return any.
     */
    public Path aeronDir() {
        return DIR;
    }

    /**
     * As the link's.
     *
     * @return any.
     */
    public int gatewayTermLength() {
        return TERM_BYTES;
    }

    /**
     * As the link's.
     *
     * @return little while streams find no room.
     */
    public long usableBytes() {
        return streams.isShort() ? TERM_BYTES : ROOM_BYTES;
    }

    /**
     * As the link's.
     *
     * @param streamIds not looked at.
     * @return none known.
     */
    public int countPublications(final IntHashSet streamIds) {
        return 0;
    }

    /**
     * As the link's.
     *
     * @return any.
     */
    public String trouble() {
        return "simulated";
    }

    /**
     * As the link's.
     *
     * @return work done.
     */
    public int doWork() {
        if (aeron == null) {
            if (!streams.isDriverUp() || streams.random.oneIn(3)) {
                return 0;
            }
            aeron = new SimAeron(streams, process);
            generation++;
            streams.trace.note("link of %s is up", process.name);
            return 1;
        }
        if (aeron.driver != streams.driver() && streams.random.oneIn(4)) {
            streams.trace.note("link of %s is down", process.name);
            aeron.close();
            aeron = null;
            generation++;
            return 1;
        }
        return 0;
    }

    /**
     * As the link's.
     *
     * @param bytes count for nothing here.
     */
    public void moved(final int bytes) {
        // streams have room enough
    }

    /**
     * As the link's.
     *
     * @return work done.
     */
    public int runNow() {
        return doWork();
    }

    /**
     * As the link's.
     *
     * @param isLive whether the engine answers.
     * @return true.
     */
    public boolean beatEngine(final boolean isLive) {
        if (aeron != null) {
            streams.beats++;
            streams.isEngineLive = isLive;
        }
        return true;
    }

    /**
     * As the link's.
     *
     * @return changes while the engine beats.
     */
    public long engineBeat() {
        return aeron == null ? 0 : streams.beats << 1 | (streams.isEngineLive ? 1 : 0);
    }

    /**
     * As the link's.
     *
     * @param value of a beat.
     * @return whether the engine answered then.
     */
    public static boolean isLiveBeat(final long value) {
        return (value & 1) != 0;
    }

    /** The process has died: its streams stay until the driver has noticed. */
    void die() {
        if (aeron != null) {
            streams.bury(aeron);
            aeron = null;
        }
    }

    @Override
    public void close() {
        if (aeron != null) {
            aeron.close();
            aeron = null;
            generation++;
        }
    }
}
