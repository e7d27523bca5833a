package io.patchbay.endtoend;

import io.patchbay.sdk.Client;
import io.patchbay.sdk.Request;
import io.patchbay.sdk.Service;

import java.io.IOException;

/**
 * A service in a JVM of its own, by Aeron IPC with the SDK: answers what it is asked, and connects again by itself.
 */
public final class EchoMain {
    private EchoMain() {
    }

    /**
     * Runs until it is killed or stdin ends.
     *
     * @param args {@code HOST:PORT} of the server, and the service's name.
     * @throws IOException where stdin cannot be read.
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
