package io.patchbay.simulation;

import io.patchbay.aeron.AeronLinkContext;
import io.patchbay.time.RunningClock;

import org.agrona.collections.IntHashSet;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A fake of a process's connection to the media driver. It notices late that a driver has gone or come.
 */
public final class SimLink implements AutoCloseable {
    /** Interval of housekeeping, as in the real link, but shorter. */
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
     * Returns Aeron's client.
     *
     * @return null while it is down.
     */
    public SimAeron aeron() {
        return aeron;
    }

    /**
     * Returns the generation, which changes when the link goes up or down.
     *
     * @return odd while it is up.
     */
    public long generation() {
        return generation;
    }

    /**
     * Returns whether the link is up.
     *
     * @return true while it is up.
     */
    public boolean isUp() {
        return aeron != null;
    }

    /**
     * Returns the link's settings.
     *
     * @return the settings.
     */
    public AeronLinkContext context() {
        return context;
    }

    /**
     * Returns the driver's directory.
     *
     * @return a path that does not exist.
     */
    public Path aeronDir() {
        return DIR;
    }

    /**
     * Returns the term length of gateways' streams.
     *
     * @return bytes.
     */
    public int gatewayTermLength() {
        return TERM_BYTES;
    }

    /**
     * Returns the free space for streams.
     *
     * @return bytes; few while there is no room for streams.
     */
    public long usableBytes() {
        return streams.isShort() ? TERM_BYTES : ROOM_BYTES;
    }

    /**
     * Counts open publications.
     *
     * @param streamIds ignored.
     * @return 0.
     */
    public int countPublications(final IntHashSet streamIds) {
        return 0;
    }

    /**
     * Returns why the link is down.
     *
     * @return a constant text.
     */
    public String trouble() {
        return "simulated";
    }

    /**
     * Notices the loss or the return of the driver.
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
     * Does nothing here.
     *
     * @param bytes ignored.
     */
    public void moved(final int bytes) {
        // streams have enough room
    }

    /**
     * Does the work of {@link #doWork()}.
     *
     * @return work done.
     */
    public int runNow() {
        return doWork();
    }

    /**
     * Writes a beat of the engine.
     *
     * @param isLive whether the engine answers.
     * @return always true.
     */
    public boolean beatEngine(final boolean isLive) {
        if (aeron != null) {
            streams.beats++;
            streams.isEngineLive = isLive;
        }
        return true;
    }

    /**
     * Returns the engine's last beat.
     *
     * @return a value that changes while the engine beats.
     */
    public long engineBeat() {
        return aeron == null ? 0 : streams.beats << 1 | (streams.isEngineLive ? 1 : 0);
    }

    /**
     * Returns whether the engine was live at a beat.
     *
     * @param value of a beat.
     * @return true if the engine answered then.
     */
    public static boolean isLiveBeat(final long value) {
        return (value & 1) != 0;
    }

    /** Ends the link of a process that has died. Its streams stay until the driver has noticed. */
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
