package io.patchbay.bench.report;

import org.HdrHistogram.Histogram;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The result of one measurement. Figures that it does not have are left out. The bench sets its fields, then adds it to a
 * {@link Report}.
 */
public final class Result {
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private Histogram latencies;

    /**
     * Creates an empty result.
     *
     * @param bench   the command, for example {@code roundtrip}.
     * @param subject what was measured, for example {@code patchbay} or {@code floor}.
     */
    public Result(final String bench, final String subject) {
        fields.put("bench", bench);
        fields.put("subject", subject);
    }

    /**
     * Sets how frames traveled.
     *
     * @param path {@code aeron-ipc}, {@code aeron-udp}, {@code tcp-json} or {@code websocket-json}.
     * @return this.
     */
    public Result path(final String path) {
        return put("path", path);
    }

    /**
     * Sets the requests under way in a closed loop.
     *
     * @param outstanding requests under way at once; 0 means an open loop.
     * @return this.
     */
    public Result outstanding(final int outstanding) {
        return outstanding > 0 ? put("outstanding", outstanding) : this;
    }

    /**
     * Sets the rate of an open loop.
     *
     * @param targetRate messages a second on the schedule; 0 means a closed loop.
     * @return this.
     */
    public Result targetRate(final int targetRate) {
        return targetRate > 0 ? put("target_rate_per_s", targetRate) : this;
    }

    /**
     * Sets the idle strategy of the server.
     *
     * @param idle a word of {@link io.patchbay.bench.process.Idling}.
     * @return this.
     */
    public Result idle(final String idle) {
        return put("idle", idle);
    }

    /**
     * Sets how the server spread its work over threads.
     *
     * @param threads {@code shared} or {@code dedicated}.
     * @return this.
     */
    public Result threads(final String threads) {
        return put("threads", threads);
    }

    /**
     * Sets the latencies.
     *
     * @param histogram latencies in nanoseconds; it is not copied.
     * @return this.
     */
    public Result latencies(final Histogram histogram) {
        latencies = histogram;
        put("p50_us", us(50));
        put("p90_us", us(90));
        put("p99_us", us(99));
        put("p999_us", us(99.9));
        put("p9999_us", us(99.99));
        return put("max_us", Micros.round(histogram.getMaxValue() / 1e3));
    }

    private double us(final double percentile) {
        return Micros.round(latencies.getValueAtPercentile(percentile) / 1e3);
    }

    /**
     * Sets the rate.
     *
     * @param rate round trips, deliveries or records a second, whichever the bench counts.
     * @return this.
     */
    public Result rate(final double rate) {
        return put("rate_per_s", Math.round(rate * 10) / 10.0);
    }

    /**
     * Sets the allocation of the server's process.
     *
     * @param bytes bytes for each message, where a request and a reply count as one each.
     * @return this.
     */
    public Result allocBytesPerMessage(final double bytes) {
        return put("alloc_bytes_per_message", Micros.round(bytes));
    }

    /**
     * Sets the growth of the journal.
     *
     * @param bytes bytes for each message, where a request and a reply count as one each; headers of records included.
     * @return this.
     */
    public Result journalBytesPerMessage(final double bytes) {
        return put("journal_bytes_per_message", Micros.round(bytes));
    }

    /**
     * Sets the measured time.
     *
     * @param seconds of the measurement.
     * @return this.
     */
    public Result seconds(final double seconds) {
        return put("seconds", Math.round(seconds * 1000) / 1000.0);
    }

    /**
     * Sets a further field.
     *
     * @param name  the field's name in JSON.
     * @param value a number or a text.
     * @return this.
     */
    public Result put(final String name, final Object value) {
        fields.put(name, value);
        return this;
    }

    /**
     * Returns a field.
     *
     * @param name the field's name in JSON.
     * @return its value, or null if it is absent.
     */
    public Object get(final String name) {
        return fields.get(name);
    }

    /**
     * Returns a number.
     *
     * @param name the field's name in JSON.
     * @return its value, or NaN if it is absent.
     */
    public double number(final String name) {
        return fields.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /**
     * Returns the latencies.
     *
     * @return the histogram, or null if there is none.
     */
    public Histogram latencies() {
        return latencies;
    }

    /**
     * Returns the measurement's label, which is unique within a run.
     *
     * @return for example {@code roundtrip patchbay aeron-ipc 64 spin}.
     */
    public String label() {
        final StringBuilder label = new StringBuilder().append(fields.get("bench")).append(' ').append(fields.get("subject"));
        append(label, "path", "");
        append(label, "choose", "");
        append(label, "event", "");
        append(label, "listeners", " listeners");
        append(label, "size", "");
        append(label, "outstanding", " outstanding");
        append(label, "target_rate_per_s", "/s");
        append(label, "idle", "");
        append(label, "threads", "");
        return label.toString();
    }

    private void append(final StringBuilder label, final String name, final String unit) {
        if (fields.containsKey(name)) {
            label.append(' ').append(fields.get(name)).append(unit);
        }
    }

    /**
     * Returns the result as one line.
     *
     * @return a JSON object.
     */
    public String json() {
        final StringBuilder json = new StringBuilder("{");
        fields.forEach((name, value) -> {
            json.append(json.length() > 1 ? "," : "").append('"').append(name).append("\":");
            if (value instanceof Double number) {
                json.append(number.isNaN() || number.isInfinite() ? "null" : plain(number));
            } else if (value instanceof Number) {
                json.append(value);
            } else {
                json.append('"').append(value.toString().replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
            }
        });
        return json.append('}').toString();
    }

    private static String plain(final double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? String.format(Locale.ROOT, "%.1f", number)
            : Double.toString(number).contains("E") ? String.format(Locale.ROOT, "%.3f", number) : Double.toString(number);
    }
}
