package io.patchbay.gateway.session;

import io.patchbay.journal.clock.JournalClock;
import io.patchbay.journal.disk.DiskLevel;
import io.patchbay.journal.disk.DiskSpace;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The answer of {@code /health/ready}. It has an ordered list of checks, of which the first that finds something decides, and a
 * list of warnings that leave the process ready. The lists are filled at the start. {@link #answer()} runs all checks on the
 * thread that serves HTTP.
 */
public final class Readiness {
    /** A check for one reason why new messages cannot be accepted now. */
    @FunctionalInterface
    public interface Check {
        /**
         * Runs the check. Called for each request.
         *
         * @return what was found, or null.
         */
        Finding find();
    }

    /**
     * A reason why the process is not ready, or a warning.
     *
     * @param reason  one of the reasons in PROTOCOL.md, "Framing".
     * @param message a sentence for the operator.
     * @param details further JSON members with their leading comma, or empty.
     */
    public record Finding(String reason, String message, String details) {
        public Finding(final String reason, final String message) {
            this(reason, message, "");
        }

        private String members() {
            return "\"reason\":\"" + reason + "\",\"message\":\"" + escape(message) + '"' + details;
        }

        private static String escape(final String text) {
            return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
        }
    }

    /**
     * An answer to one request.
     *
     * @param isReady whether the status is 200.
     * @param json    the body.
     */
    public record Answer(boolean isReady, String json) {
    }

    private static final int NANO_DIGITS = 9;

    private final List<Check> checks = new ArrayList<>();
    private final List<Check> warnings = new ArrayList<>();

    /** Adds a check, which runs after those added before. */
    public Readiness check(final Check check) {
        checks.add(check);
        return this;
    }

    /** Adds a check whose finding leaves the process ready and is listed in {@code warnings}. */
    public Readiness warning(final Check warning) {
        warnings.add(warning);
        return this;
    }

    /** Returns a check that finds a process which is about to stop. */
    public static Check shutdown(final BooleanSupplier isShuttingDown) {
        return () -> isShuttingDown.getAsBoolean() ? new Finding("shutting-down", "the server is about to stop") : null;
    }

    /** Returns a check that finds a disk or a journal file which is too full for new messages. */
    public static Check disk(final DiskSpace disk) {
        return () -> {
            final DiskLevel level = disk.level();
            return level == DiskLevel.OPEN ? null : new Finding(disk.cause() + '-' + level.name().toLowerCase(Locale.ROOT),
                disk.reason(), ",\"freeBytes\":" + disk.freeBytes() + ",\"fileRecords\":" + disk.fileRecords()
                + ",\"maxFileRecords\":" + disk.maxFileRecords());
        };
    }

    /**
     * Returns a warning for a wall clock that differs from the times of records. The supplier gives the difference in
     * nanoseconds.
     */
    public static Check clock(final LongSupplier wallDifferenceNs) {
        return () -> {
            final long ns = wallDifferenceNs.getAsLong();
            return Math.abs(ns) < JournalClock.DIFFERS_NS ? null : new Finding("clock-differs", "the wall clock is "
                + BigDecimal.valueOf(Math.abs(ns), NANO_DIGITS).setScale(1, RoundingMode.HALF_UP) + " s "
                + (ns < 0 ? "behind" : "ahead of")
                + " the times of records, which follow elapsed time: check the machine's time synchronization");
        };
    }

    /** Returns the answer for the present moment. */
    public Answer answer() {
        for (final Check check : checks) {
            final Finding finding = check.find();
            if (finding != null) {
                return new Answer(false, "{\"status\":\"not-ready\"," + finding.members() + '}');
            }
        }
        return new Answer(true, "{\"status\":\"ready\"" + listWarnings() + '}');
    }

    private String listWarnings() {
        final List<String> found = new ArrayList<>();
        for (final Check warning : warnings) {
            final Finding finding = warning.find();
            if (finding != null) {
                found.add('{' + finding.members() + '}');
            }
        }
        return found.isEmpty() ? "" : ",\"warnings\":[" + String.join(",", found) + ']';
    }
}
