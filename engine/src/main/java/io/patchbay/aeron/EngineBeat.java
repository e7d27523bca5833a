package io.patchbay.aeron;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.aeron.exceptions.AeronException;
import org.agrona.concurrent.status.CountersReader;

/**
 * The engine's heartbeat: an Aeron counter that the engine's thread increments and gateways read. It stands still when the engine
 * is dead, hangs, or has lost the media driver. No frame is sent for it, and nothing is journaled. Each {@link AeronLink} has one
 * such object, used on its thread: an engine writes the counter, a gateway reads it.
 */
final class EngineBeat {
    /** Result of a read if no engine has a counter. */
    static final long NONE = 0;
    /** Bit of a heartbeat that says that the engine is live: it has applied the whole journal and answers. */
    static final long LIVE = 1;
    /** Type id of the heartbeat among Aeron's counters. */
    static final int COUNTER_TYPE_ID = 0x5042;
    private static final String LABEL = "patchbay-engine heartbeat";
    private static final long NO_REGISTRATION = -1;
    private static final int NO_COUNTER = -1;

    private long generation;
    private long registrationId = NO_REGISTRATION;
    private Counter counter;
    private long beats;
    private int foundId = NO_COUNTER;
    private long foundRegistrationId;
    private long lastRead = NONE;

    /**
     * Increments the counter, which is added first if the link has come up since the last call. Never blocks.
     *
     * @param aeron  null while the link is down: nothing is written then.
     * @param ofLink generation of the link.
     * @param isLive whether the engine has applied the whole journal and answers.
     * @return false if the driver has not added the counter yet: call again soon.
     */
    boolean beat(final Aeron aeron, final long ofLink, final boolean isLive) {
        beats++;
        if (aeron == null) {
            return true;
        }
        if (generation != ofLink) {
            generation = ofLink;
            counter = null;
            registrationId = aeron.asyncAddCounter(COUNTER_TYPE_ID, LABEL);
        }
        if (counter == null && registrationId != NO_REGISTRATION) {
            try {
                counter = aeron.getCounter(registrationId);
            } catch (final AeronException e) {
                registrationId = NO_REGISTRATION;
            }
        }
        if (counter != null && !counter.isClosed()) {
            counter.setRelease(beats << 1 | (isLive ? LIVE : 0));
        }
        return counter != null || registrationId == NO_REGISTRATION;
    }

    /**
     * Returns the last heartbeat of the newest engine. Scans the counters only while the known one stands still.
     *
     * @param aeron null while the link is down.
     * @return a number that changes while an engine lives; {@link #NONE} if there is none.
     */
    long read(final Aeron aeron) {
        if (aeron == null) {
            foundId = NO_COUNTER;
            lastRead = NONE;
            return NONE;
        }
        final CountersReader counters = aeron.countersReader();
        long value = valueOf(counters);
        if (value == lastRead) {
            find(counters);
            value = valueOf(counters);
        }
        lastRead = value;
        return value;
    }

    private long valueOf(final CountersReader counters) {
        return foundId != NO_COUNTER && counters.getCounterState(foundId) == CountersReader.RECORD_ALLOCATED
            && counters.getCounterRegistrationId(foundId) == foundRegistrationId ? counters.getCounterValue(foundId) : NONE;
    }

    /** Finds the counter of the engine that came last: the counter of a dead engine stays for seconds. */
    private void find(final CountersReader counters) {
        foundId = NO_COUNTER;
        for (int id = 0; id <= counters.maxCounterId(); id++) {
            final int state = counters.getCounterState(id);
            if (state == CountersReader.RECORD_UNUSED) {
                return;
            }
            if (state == CountersReader.RECORD_ALLOCATED && counters.getCounterTypeId(id) == COUNTER_TYPE_ID
                && (foundId == NO_COUNTER || counters.getCounterRegistrationId(id) > foundRegistrationId)) {
                foundId = id;
                foundRegistrationId = counters.getCounterRegistrationId(id);
            }
        }
    }
}
