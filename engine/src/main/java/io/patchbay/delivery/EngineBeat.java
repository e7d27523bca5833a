package io.patchbay.delivery;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.aeron.exceptions.AeronException;
import org.agrona.concurrent.status.CountersReader;

/**
 * The engine's heartbeat: an Aeron counter that the engine's thread moves on and that gateways read. It stands still when the
 * engine is dead, hangs, or has lost the media driver; nothing is sent and nothing is journaled. One object for each
 * {@link AeronLink}, on its thread; it writes the counter in an engine and reads it in a gateway.
 */
final class EngineBeat {
    /** What a reader gets where no engine has a counter. */
    static final long NONE = 0;
    /** Bit of a beat that says that the engine is live: it has applied the journal and answers. */
    static final long LIVE = 1;
    /** Of Aeron's counters, to tell the heartbeat from others. */
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
     * Moves the counter on; makes it where the link has come up since the last beat. Never waits.
     *
     * @param aeron  null while the link is down: the beat is lost.
     * @param ofLink the link's generation.
     * @param isLive whether the engine has applied the whole journal and answers.
     * @return false where the driver has not made the counter yet: beat again soon.
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
     * Returns the newest engine's last beat. A counter is looked for only while the known one stands still.
     *
     * @param aeron null while the link is down.
     * @return changes while an engine lives; {@link #NONE} where there is none.
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

    /** A dead engine's counter stays for seconds: the newest is of the engine that came last. */
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
