package io.patchbay.gateway;

import io.patchbay.journal.DiskLevel;
import io.patchbay.journal.DiskSpace;
import io.patchbay.journal.JournalClock;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * What {@code /health/ready} says: does this gateway take new messages, and if not, why not?
 *
 * @param isReady true if so.
 * @param json    the body of the answer.
 */
record Readiness(boolean isReady, String json) {
    private static final int NANO_DIGITS = 9;
    private static final String NOT_READY = "{\"status\":\"not-ready\",\"reason\":\"";

    static Readiness of(final Sessions sessions) {
        final DiskSpace disk = sessions.context().diskSpace();
        final DiskLevel level = disk.level();
        if (sessions.isShuttingDown()) {
            return new Readiness(false, NOT_READY + "shutting-down\",\"message\":\"the server is about to stop\"}");
        }
        if (level != DiskLevel.OPEN) {
            return new Readiness(false, NOT_READY + "disk-" + level.name().toLowerCase(Locale.ROOT) + "\",\"message\":\""
                + disk.reason() + "\",\"freeBytes\":" + disk.freeBytes() + "}");
        }
        return new Readiness(true, "{\"status\":\"ready\"" + warnings(sessions.context().wallDifferenceNs().getAsLong()) + "}");
    }

    /** What does not keep it from being ready, and an operator should know. */
    private static String warnings(final long wallDifferenceNs) {
        return Math.abs(wallDifferenceNs) < JournalClock.DIFFERS_NS ? ""
            : ",\"warnings\":[{\"reason\":\"clock-differs\",\"message\":\"the wall clock is "
            + BigDecimal.valueOf(Math.abs(wallDifferenceNs), NANO_DIGITS).setScale(1, RoundingMode.HALF_UP)
            + " s " + (wallDifferenceNs < 0 ? "behind" : "ahead of")
            + " the times of records, which go on by elapsed time: look at the machine's time synchronization\"}]";
    }
}
