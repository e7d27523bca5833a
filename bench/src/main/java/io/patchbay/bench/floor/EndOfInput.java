package io.patchbay.bench.floor;

import java.io.IOException;

/**
 * Tells a child process that the process that started it wants it to end, or is gone: its standard input has ended.
 */
public final class EndOfInput {
    private volatile boolean reached;

    private EndOfInput() {
    }

    /**
     * Watches this process's standard input from a daemon thread, which sleeps in a read.
     *
     * @return to be asked.
     */
    public static EndOfInput watch() {
        final EndOfInput end = new EndOfInput();
        final Thread thread = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    // what comes does not matter
                }
            } catch (final IOException e) {
                // as good as its end
            }
            end.reached = true;
        }, "end-of-input");
        thread.setDaemon(true);
        thread.start();
        return end;
    }

    /**
     * Has it ended?
     *
     * @return true once it has.
     */
    public boolean isReached() {
        return reached;
    }
}
