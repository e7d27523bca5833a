package io.patchbay.bench;

import org.HdrHistogram.Histogram;

import java.util.Locale;

/**
 * What one measurement of the round trip gave, as a row of a table and as a JSON line.
 *
 * @param settings  what was done.
 * @param latencies in nanoseconds.
 * @param replies   that came within the measured time.
 * @param elapsedNs measured time.
 * @param failures  requests that were not answered as they should be, warm-up included.
 */
record RoundtripResult(RoundtripSettings settings, Histogram latencies, long replies, long elapsedNs, long failures) {
    static String header() {
        return String.format(Locale.ROOT, "%-10s %8s %9s %-8s %7s %9s %9s %9s %9s %9s %9s %11s %8s", "path", "outst.", "rate",
            "idle", "threads", "p50 us", "p90", "p99", "p99.9", "p99.99", "max", "replies/s", "failed");
    }

    String row() {
        return String.format(Locale.ROOT, "%-10s %8s %9s %-8s %7d %9.1f %9.1f %9.1f %9.1f %9.1f %9.1f %11.0f %8d",
            settings.path().word(), settings.rate() > 0 ? "-" : Integer.toString(settings.outstanding()),
            settings.rate() > 0 ? Integer.toString(settings.rate()) : "-", settings.idling().word(), settings.threads(),
            us(50), us(90), us(99), us(99.9), us(99.99), latencies.getMaxValue() / 1e3, perSecond(), failures);
    }

    String json() {
        return String.format(Locale.ROOT, "{\"bench\":\"roundtrip\",\"subject\":\"patchbay\",\"path\":\"%s\",\"outstanding\":%s,"
            + "\"target_rate_per_s\":%s,\"payload_bytes\":%d,\"idle\":\"%s\",\"threads\":%d,\"p50_us\":%.2f,\"p90_us\":%.2f,"
            + "\"p99_us\":%.2f,\"p999_us\":%.2f,\"p9999_us\":%.2f,\"max_us\":%.2f,\"rate_per_s\":%.1f,\"seconds\":%.2f,"
            + "\"failed\":%d}",
            settings.path().word(), settings.rate() > 0 ? "null" : Integer.toString(settings.outstanding()),
            settings.rate() > 0 ? Integer.toString(settings.rate()) : "null", settings.payloadBytes(), settings.idling().word(),
            settings.threads(), us(50), us(90), us(99), us(99.9), us(99.99), latencies.getMaxValue() / 1e3, perSecond(),
            elapsedNs / 1e9, failures);
    }

    private double us(final double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e3;
    }

    private double perSecond() {
        return replies * 1e9 / elapsedNs;
    }
}
