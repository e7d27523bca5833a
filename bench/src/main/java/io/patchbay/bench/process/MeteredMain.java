package io.patchbay.bench.process;

import io.patchbay.gateway.cli.Main;

/**
 * The main class of a Patchbay server that answers questions on standard input: how much it has allocated, and how long its
 * compilers have worked. The server itself is as shipped.
 */
final class MeteredMain {
    private MeteredMain() {
    }

    /**
     * Runs the server.
     *
     * @param args arguments of the server's own main class.
     */
    public static void main(final String[] args) {
        ChildInput.watch();
        Main.main(args);
    }
}
