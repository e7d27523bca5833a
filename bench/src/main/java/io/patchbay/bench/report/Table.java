package io.patchbay.bench.report;

import java.util.Locale;

/**
 * The table of results for a person. A figure that a result does not have is a dash.
 */
final class Table {
    private static final String ROW = "%-10s %-14s %-14s %8s %9s %-8s %9s %9s %9s %9s %9s %9s %12s %9s %8s";

    private Table() {
    }

    static String header() {
        return String.format(Locale.ROOT, ROW, "bench", "subject", "path", "outst.", "target/s", "idle", "p50 us", "p90", "p99",
            "p99.9", "p99.99", "max", "per second", "alloc B", "jrnl B");
    }

    static String row(final Result result) {
        return String.format(Locale.ROOT, ROW, result.get("bench"), result.get("subject"), where(result),
            text(result, "outstanding"), text(result, "target_rate_per_s"), text(result, "idle"), us(result, "p50_us"),
            us(result, "p90_us"), us(result, "p99_us"), us(result, "p999_us"), us(result, "p9999_us"), us(result, "max_us"),
            Double.isNaN(result.number("rate_per_s")) ? "-" : String.format(Locale.ROOT, "%,.0f", result.number("rate_per_s")),
            us(result, "alloc_bytes_per_message"), us(result, "journal_bytes_per_message"));
    }

    private static String where(final Result result) {
        final StringBuilder where = new StringBuilder(text(result, "path"));
        for (final String name : new String[] {"choose", "event", "listeners", "size"}) {
            if (result.get(name) != null) {
                where.append(' ').append(result.get(name));
            }
        }
        return where.toString();
    }

    private static String text(final Result result, final String name) {
        return result.get(name) == null ? "-" : result.get(name).toString();
    }

    private static String us(final Result result, final String name) {
        final double value = result.number(name);
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
    }
}
