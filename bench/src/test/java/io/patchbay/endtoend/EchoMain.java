package io.patchbay.endtoend;

import io.patchbay.sdk.Client;
import io.patchbay.sdk.Service;
import io.patchbay.sdk.message.Request;

import java.io.IOException;

/**
 * The main class of a service by Aeron IPC with the SDK, which echoes requests and reconnects by itself.
 */
public final class EchoMain {
    private EchoMain() {
    }

    /**
     * Runs the service until it is killed or standard input ends.
     *
     * @param args {@code HOST:PORT} of the server, and the service's name.
     * @throws IOException if standard input cannot be read.
     */
    public static void main(final String[] args) throws IOException {
        Client.serving(Service.named(args[1]).method("echo", Request::json)).server(args[0]).aeronIpc().reconnectMs(10, 100)
            .onRegistered(registered -> System.out.println("registered " + registered.instance())).start();
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        Runtime.getRuntime().halt(0);
    }
}
