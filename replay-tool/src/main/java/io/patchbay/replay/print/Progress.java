package io.patchbay.replay.print;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A progress bar on standard error. It is shown on a terminal only, and not in the first second.
 */
public final class Progress {
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int CHECK_EVERY = 4_096;
    private static final int WIDTH = 30;

    private final PrintStream err;
    private final boolean isShown;
    private final long startNs = System.nanoTime();
    private long nextNs = startNs + QUIET_NS;
    private long firstTimeNs;
    private long lastTimeNs;
    private long records;
    private boolean isDrawn;

    public Progress(final PrintStream err, final boolean isShown) {
        this.err = err;
        this.isShown = isShown;
    }

    /** Sets the time of the journal's last record, at which the bar is full. */
    public void until(final long lastTimeNs) {
        this.lastTimeNs = lastTimeNs;
    }

    /** Prints a line on standard error. */
    public void say(final String line) {
        err.println(line);
    }

    /** Returns whether there is a terminal to draw on. */
    public boolean isShown() {
        return isShown;
    }

    /** Counts a record, and draws the bar five times a second. */
    public void record(final long timeNs) {
        if (records++ == 0) {
            firstTimeNs = timeNs;
        }
        if (isShown && records % CHECK_EVERY == 0) {
            final long now = System.nanoTime();
            if (now >= nextNs) {
                nextNs = now + STEP_NS;
                draw(timeNs, now);
            }
        }
    }

    /** Removes the bar. */
    public void done() {
        if (isDrawn) {
            err.print("\r" + " ".repeat(WIDTH + 50) + "\r");
            err.flush();
            isDrawn = false;
        }
    }

    private void draw(final long timeNs, final long now) {
        final double part = lastTimeNs <= firstTimeNs ? 1
            : Math.max(0, Math.min(1, (timeNs - firstTimeNs) / (double)(lastTimeNs - firstTimeNs)));
        final int full = (int)(part * WIDTH);
        err.print(String.format(Locale.ROOT, "\r[%s%s] %3.0f %%  %,d records  %,.0f/s ", "#".repeat(full),
            ".".repeat(WIDTH - full), part * 100, records, records * 1e9 / (now - startNs)));
        err.flush();
        isDrawn = true;
    }
}
