package io.patchbay.replay;

import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Where a command writes, and whether a person looks at it.
 */
final class Streams {
    private final OutputStream out;
    private final PrintStream err;
    private final boolean isOutTerminal;
    private final boolean isErrTerminal;

    Streams(final OutputStream out, final PrintStream err, final boolean isOutTerminal, final boolean isErrTerminal) {
        this.out = out;
        this.err = err;
        this.isOutTerminal = isOutTerminal;
        this.isErrTerminal = isErrTerminal;
    }

    OutputStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    boolean isOutTerminal() {
        return isOutTerminal;
    }

    boolean isErrTerminal() {
        return isErrTerminal;
    }
}
