package io.patchbay.bench.process;

import io.patchbay.gateway.cli.Main;

/**
 * A Patchbay server that answers on standard input how much it has allocated and how long its compilers have worked. The server
 * itself is as shipped.
 */
final class MeteredMain {
    private MeteredMain() {
    }

    /**
     * Runs it.
     *
     * @param args of the server's own main.
     */
    public static void main(final String[] args) {
        ChildInput.watch();
        Main.main(args);
    }
}
