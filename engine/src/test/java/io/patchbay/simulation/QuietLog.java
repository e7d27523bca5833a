package io.patchbay.simulation;

import java.io.OutputStream;
import java.io.PrintStream;

/** Drops what is logged meanwhile: the starts and deaths of thousands of simulated processes. */
final class QuietLog {
    private QuietLog() {
    }

    static void during(final Runnable work) {
        final PrintStream before = System.err;
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
    }
}
