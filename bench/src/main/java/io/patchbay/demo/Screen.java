package io.patchbay.demo;

import java.io.PrintStream;
import java.util.Locale;

/**
 * The output of the demo. It prints lines, and on a terminal colors and a status line that the next one overwrites. It counts
 * the checks that failed. Used by one thread.
 */
final class Screen {
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final long startNs = System.nanoTime();
    private final PrintStream out;
    private final boolean isTerminal;
    private boolean hasStatus;
    private int steps;
    private int failures;

    Screen(final PrintStream out, final boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /** Returns whether standard output is a terminal that shows colors. */
    static boolean isTerminal() {
        final String term = System.getenv("TERM");
        return System.console() != null && term != null && !"dumb".equals(term) && System.getenv("NO_COLOR") == null;
    }

    /** Prints the line that begins a step. */
    void step(final String text) {
        line("");
        line(time() + style(BOLD, ++steps + ". " + text));
    }

    /** Prints a line of the current step. */
    void note(final String text) {
        line(time() + "   " + text);
    }

    /** Prints an event. */
    void event(final String text) {
        line(time() + style(DIM, "   event  " + text));
    }

    /** Prints a status line. On a terminal the next status overwrites it. */
    void status(final String text) {
        if (isTerminal) {
            out.print(CLEAR_LINE + time() + "   " + text);
            out.flush();
            hasStatus = true;
        } else {
            note(text);
        }
    }

    /** Prints whether a check holds, and counts it if it does not. */
    void check(final boolean holds, final String text) {
        if (!holds) {
            failures++;
        }
        line(time() + "   " + style(holds ? GREEN : RED, holds ? "ok      " : "FAILED  ") + text);
    }

    void line(final String text) {
        if (hasStatus) {
            out.println();
            hasStatus = false;
        }
        out.println(text);
        out.flush();
    }

    int failures() {
        return failures;
    }

    private String time() {
        return style(DIM, String.format(Locale.ROOT, "%5.1f s ", (System.nanoTime() - startNs) / 1e9));
    }

    private String style(final String code, final String text) {
        return isTerminal ? code + text + PLAIN : text;
    }
}
