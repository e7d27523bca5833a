package io.patchbay.demo;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Where the demo writes: plain lines, and on a terminal colours and one status line that is written over. Remembers whether all
 * checks held. One thread.
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

    /** Is there somebody who sees colours? */
    static boolean isTerminal() {
        final String term = System.getenv("TERM");
        return System.console() != null && term != null && !"dumb".equals(term) && System.getenv("NO_COLOR") == null;
    }

    /** A line that begins a step. */
    void step(final String text) {
        line("");
        line(time() + style(BOLD, ++steps + ". " + text));
    }

    /** A line that belongs to a step. */
    void note(final String text) {
        line(time() + "   " + text);
    }

    /** An event as it comes. */
    void event(final String text) {
        line(time() + style(DIM, "   event  " + text));
    }

    /** Says how something stands now; on a terminal the next status takes its place. */
    void status(final String text) {
        if (isTerminal) {
            out.print(CLEAR_LINE + time() + "   " + text);
            out.flush();
            hasStatus = true;
        } else {
            note(text);
        }
    }

    /** Says whether something holds, and remembers if it does not. */
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
