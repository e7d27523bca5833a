package io.patchbay.aeron;

import org.agrona.collections.IntHashSet;
import org.agrona.concurrent.NanoClock;

import java.nio.file.Path;

/**
 * A connection of one agent's thread to the media driver. {@link AeronLink} is the one of a running process; a simulated machine
 * has its own. Owned by one thread. No method blocks.
 */
public interface DriverLink {
    /**
     * Returns the streams of the driver.
     *
     * @return null while the link is down.
     */
    StreamClient streams();

    /**
     * Returns a number that changes each time the link goes up or down. While it is the same, what was built on
     * {@link #streams()} is valid.
     *
     * @return odd while the link is up, even while it is down.
     */
    long generation();

    /**
     * Returns whether streams can be opened now.
     *
     * @return true if {@link #streams()} is not null.
     */
    boolean isUp();

    /**
     * Returns the clock by which the link schedules its turns.
     *
     * @return the clock, which measures spans during which this process was running.
     */
    NanoClock nanoClock();

    /**
     * Returns the longest frame, option {@code --max-frame}.
     *
     * @return bytes.
     */
    int maxFrameBytes();

    /**
     * Returns the directory of the media driver to which this link was last connected; it changes after each loss.
     *
     * @return absolute; null before the first connection.
     */
    Path aeronDir();

    /**
     * Returns the term length of the streams to gateways, which depends on the size of the driver's file system.
     *
     * @return in bytes, a power of two; valid while the link is up.
     */
    int gatewayTermLength();

    /**
     * Returns the space that is free for new streams.
     *
     * @return free bytes of the file system of the driver's directory.
     */
    long usableBytes();

    /**
     * Returns the number of publications on some streams, whichever client made them. Scans all counters.
     *
     * @param streamIds ids of the streams.
     * @return the count; 0 while the link is down.
     */
    int countPublications(IntHashSet streamIds);

    /**
     * Returns the reason for which the link is down, or was last.
     *
     * @return for an operator; one line.
     */
    String trouble();

    /**
     * Runs the client, and the driver if it is on this thread, unless the last turn was very short ago.
     *
     * @return work done.
     */
    int doWork();

    /**
     * Runs the client, and the driver if it is on this thread, however short ago the last turn was.
     *
     * @return work done.
     */
    int runNow();

    /**
     * Notes that frames went through a stream of this thread. The driver has to free their space before the stream is full.
     *
     * @param bytes length of those frames.
     */
    void moved(int bytes);

    /**
     * Increments the engine's heartbeat, by which gateways see that it lives. Called by the engine on this link's thread, a few
     * times a second.
     *
     * @param isLive whether it has applied the whole journal and answers.
     * @return false if the heartbeat counter does not exist yet: call again soon.
     */
    boolean beatEngine(boolean isLive);

    /**
     * Returns the last heartbeat of the data directory's engine: it changes while an engine lives.
     *
     * @return 0 if no engine is known; see {@link AeronLink#isLiveBeat(long)}.
     */
    long engineBeat();
}
