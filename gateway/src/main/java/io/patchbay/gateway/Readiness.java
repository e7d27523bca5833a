package io.patchbay.gateway;

import io.patchbay.journal.DiskLevel;
import io.patchbay.journal.DiskSpace;

import java.util.Locale;

/**
 * What {@code /health/ready} says: does this gateway take new messages, and if not, why not?
 *
 * @param isReady true if so.
 * @param json    the body of the answer.
 */
record Readiness(boolean isReady, String json) {
    private static final String NOT_READY = "{\"status\":\"not-ready\",\"reason\":\"";

    static Readiness of(final Sessions sessions) {
        final DiskSpace disk = sessions.context().diskSpace();
        final DiskLevel level = disk.level();
        if (sessions.isShuttingDown()) {
            return new Readiness(false, NOT_READY + "shutting-down\",\"message\":\"the server is about to stop\"}");
        }
        if (level != DiskLevel.OPEN) {
            return new Readiness(false, NOT_READY + disk.cause() + '-' + level.name().toLowerCase(Locale.ROOT)
                + "\",\"message\":\"" + disk.reason() + "\",\"freeBytes\":" + disk.freeBytes() + ",\"fileRecords\":"
                + disk.fileRecords() + ",\"maxFileRecords\":" + disk.maxFileRecords() + "}");
        }
        return new Readiness(true, "{\"status\":\"ready\"}");
    }
}
