package io.patchbay.simulation;

import io.patchbay.aeron.DriverLink;
import io.patchbay.protocol.Limits;
import io.patchbay.time.RunningClock;

import org.agrona.collections.IntHashSet;
import org.agrona.concurrent.NanoClock;

import java.nio.file.Path;

/**
 * A fake of a process's connection to the media driver. It notices late that a driver has gone or come.
 */
final class SimLink implements DriverLink, AutoCloseable {
    private static final Path DIR = Path.of("/simulated/driver/aeron");
    private static final int TERM_BYTES = 1 << 20;
    private static final long ROOM_BYTES = 1L << 40;

    final SimProcess process;
    private final SimStreams streams;
    private final NanoClock clock;
    /** Whether the gateway of this process does not see that an engine answers, by a deliberate fault. */
    boolean isBlindToEngine;
    private SimAeron aeron;
    private long generation;

    SimLink(final SimStreams streams, final SimProcess process) {
        this.streams = streams;
        this.process = process;
        clock = new RunningClock(streams.clock::nanoTime);
    }

    @Override
    public SimAeron streams() {
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

    @Override
    public NanoClock nanoClock() {
        return clock;
    }

    @Override
    public int maxFrameBytes() {
        return Limits.MAX_FRAME_DEFAULT_BYTES;
    }

    @Override
    public Path aeronDir() {
        return DIR;
    }

    @Override
    public int gatewayTermLength() {
        return TERM_BYTES;
    }

    @Override
    public long usableBytes() {
        return streams.isShort() ? TERM_BYTES : ROOM_BYTES;
    }

    @Override
    public int countPublications(final IntHashSet streamIds) {
        return 0;
    }

    @Override
    public String trouble() {
        return "simulated";
    }

    @Override
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

    @Override
    public void moved(final int bytes) {
        // streams have enough room
    }

    @Override
    public int runNow() {
        return doWork();
    }

    @Override
    public boolean beatEngine(final boolean isLive) {
        if (aeron != null) {
            streams.beats++;
            streams.isEngineLive = isLive;
        }
        return true;
    }

    @Override
    public long engineBeat() {
        return isBlindToEngine ? trueBeat() & ~1 : trueBeat();
    }

    /** Returns the engine's last beat, whatever the gateway sees of it. */
    long trueBeat() {
        return aeron == null ? 0 : streams.beats << 1 | (streams.isEngineLive ? 1 : 0);
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
