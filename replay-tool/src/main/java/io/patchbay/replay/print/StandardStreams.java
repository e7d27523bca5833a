package io.patchbay.replay.print;

import java.io.OutputStream;
import java.io.PrintStream;

/**
 * The output streams of a command, and whether each is a terminal.
 */
public final class StandardStreams {
    private final OutputStream out;
    private final PrintStream err;
    private final boolean isOutTerminal;
    private final boolean isErrTerminal;

    /** Creates the pair of streams, of which each may be a terminal. */
    public StandardStreams(final OutputStream out, final PrintStream err, final boolean isOutTerminal,
        final boolean isErrTerminal) {
        this.out = out;
        this.err = err;
        this.isOutTerminal = isOutTerminal;
        this.isErrTerminal = isErrTerminal;
    }

    public OutputStream out() {
        return out;
    }

    public PrintStream err() {
        return err;
    }

    public boolean isOutTerminal() {
        return isOutTerminal;
    }

    public boolean isErrTerminal() {
        return isErrTerminal;
    }
}
