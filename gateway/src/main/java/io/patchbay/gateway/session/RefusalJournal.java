package io.patchbay.gateway.session;

import io.patchbay.engine.input.Inputs;
import io.patchbay.engine.input.RefusedInput;
import io.patchbay.journal.disk.DiskLevel;
import io.patchbay.journal.disk.DiskSpace;
import io.patchbay.protocol.ErrorCode;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Appends audit records of refused authorizations, a few for each address and minute. Further refusals are counted, and the next
 * record of that address has their number. One thread.
 */
public final class RefusalJournal {
    /** Most records of one address in one period. */
    public static final int RECORDS_A_PERIOD = 8;
    static final long PERIOD_MS = 60_000;
    private static final int MAX_ADDRESSES = 4_096;
    private static final int MAX_WHAT_LENGTH = 256;

    private final Inputs inputs;
    private final RefusedInput record = new RefusedInput();
    private final LinkedHashMap<String, Tally> tallies = new LinkedHashMap<>(16, 0.75f, true);

    private final DiskSpace disk;

    RefusalJournal(final Inputs inputs, final DiskSpace disk) {
        this.inputs = inputs;
        this.disk = disk;
    }

    void refused(final Session session, final ErrorCode code, final String what, final long nowMs) {
        final String address = session.remoteAddress();
        final Tally tally = tallies.computeIfAbsent(address, key -> new Tally(nowMs));
        if (nowMs - tally.periodStartMs >= PERIOD_MS) {
            tally.periodStartMs = nowMs;
            tally.records = 0;
        }
        if (tally.records < RECORDS_A_PERIOD && !isReserved()) {
            tally.records++;
            record.session = session.index();
            record.principal = session.principalName();
            append(address, code, what, tally);
        } else {
            tally.uncounted++;
        }
        if (tallies.size() > MAX_ADDRESSES) {
            forgetOldest();
        }
    }

    /** Appends the refusals that have only been counted. Called when the gateway stops. */
    public void close() {
        while (!tallies.isEmpty()) {
            forgetOldest();
        }
    }

    /** Returns whether refusals are only counted, since the journal's reserve is kept for frames that end something. */
    private boolean isReserved() {
        return disk.level().compareTo(DiskLevel.RESERVE) >= 0;
    }

    private void forgetOldest() {
        final Map.Entry<String, Tally> oldest = tallies.entrySet().iterator().next();
        final Tally tally = oldest.getValue();
        tallies.remove(oldest.getKey());
        if (tally.uncounted > 0 && !isReserved()) {
            record.session = 0;
            record.principal = "";
            append(oldest.getKey(), ErrorCode.UNAUTHORIZED, "earlier refusals", tally);
        }
    }

    private void append(final String address, final ErrorCode code, final String what, final Tally tally) {
        record.remote = address;
        record.code = code;
        record.what = what.length() > MAX_WHAT_LENGTH ? what.substring(0, MAX_WHAT_LENGTH) : what;
        record.uncounted = tally.uncounted;
        tally.uncounted = 0;
        inputs.refused(record);
    }

    private static final class Tally {
        private long periodStartMs;
        private int records;
        private long uncounted;

        Tally(final long nowMs) {
            periodStartMs = nowMs;
        }
    }
}
