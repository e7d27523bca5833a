package io.patchbay.host;

/**
 * The durability that an ack promises, option {@code --sync} (PROTOCOL.md, "Messages and replies").
 *
 * @param kind       the point in time at which records are synced.
 * @param intervalMs time between syncs, for interval only.
 */
public record Durability(Kind kind, int intervalMs) {
    /** The ack follows the append. An acknowledged record survives the death of any process. */
    public static final Durability NONE = new Durability(Kind.NONE, 0);
    /** Neither ack nor effect comes before the record is on the disk. */
    public static final Durability BATCH = new Durability(Kind.BATCH, 0);
    /** The longest interval. */
    public static final int MAX_INTERVAL_MS = 60_000;

    private static final String INTERVAL_PREFIX = "interval:";

    /** The points in time at which records can be synced. */
    public enum Kind {
        /** Never by Patchbay: the operating system syncs in its own time. */
        NONE,
        /** At intervals: effects come at once, acks after the sync. */
        INTERVAL,
        /** Before the engine applies them. */
        BATCH
    }

    /**
     * Returns the setting with which effects come at once, and acks after a sync at this interval.
     *
     * @param intervalMs 1 to {@link #MAX_INTERVAL_MS}.
     * @return the setting.
     * @throws IllegalArgumentException where it is out of range.
     */
    public static Durability interval(final int intervalMs) {
        if (intervalMs < 1 || intervalMs > MAX_INTERVAL_MS) {
            throw new IllegalArgumentException("--sync interval:MS takes 1 to " + MAX_INTERVAL_MS + " milliseconds, not "
                + intervalMs);
        }
        return new Durability(Kind.INTERVAL, intervalMs);
    }

    /**
     * Parses the setting as an operator writes it.
     *
     * @param text {@code none}, {@code interval:MS} or {@code batch}.
     * @return the setting.
     * @throws IllegalArgumentException if the text is none of these; the message is for the operator.
     */
    public static Durability parse(final String text) {
        if ("none".equals(text)) {
            return NONE;
        }
        if ("batch".equals(text)) {
            return BATCH;
        }
        if (text.startsWith(INTERVAL_PREFIX)) {
            try {
                return interval(Integer.parseInt(text.substring(INTERVAL_PREFIX.length())));
            } catch (final NumberFormatException e) {
                throw new IllegalArgumentException("--sync " + text + ": the interval is a number of milliseconds", e);
            }
        }
        throw new IllegalArgumentException("--sync " + text + ": use none, interval:MS or batch");
    }

    @Override
    public String toString() {
        return switch (kind) {
            case NONE -> "none";
            case BATCH -> "batch";
            case INTERVAL -> INTERVAL_PREFIX + intervalMs;
        };
    }
}
