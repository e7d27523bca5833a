package io.patchbay.gateway.server;

import io.patchbay.time.RunningClock;

import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;

/**
 * The clock of the agents of one thread, read once a turn. It counts only time in which the process ran: a standstill of the
 * process counts against nobody and is logged. One per thread.
 */
public final class DutyClock extends CachedNanoClock {
    private static final Logger LOG = LoggerFactory.getLogger(DutyClock.class);

    private final RunningClock running = new RunningClock(SystemNanoClock.INSTANCE);
    private long reportedNs;

    public DutyClock() {
        update();
    }

    /** Reads the machine's clock. Called at the beginning of each turn. */
    void update() {
        update(running.nanoTime());
        if (running.stoodStillNs() != reportedNs) {
            LOG.warn("this process stood still for {} ms (stopped, or without CPU time): heartbeats and time-outs of clients are"
                + " extended by that, deadlines of requests are not",
                TimeUnit.NANOSECONDS.toMillis(running.stoodStillNs() - reportedNs));
            reportedNs = running.stoodStillNs();
        }
    }
}
