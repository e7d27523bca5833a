package com.example.pricing;

import io.patchbay.sdk.Client;

/**
 * Connects the service to a server: {@code PricingMain [HOST:PORT]}. Ctrl-C ends it in an orderly way.
 */
public final class PricingMain {
    private PricingMain() {
    }

    /**
     * Starts the service. The client's thread keeps the process alive, and connects again when the connection is lost.
     *
     * @param args address of the server; default {@code 127.0.0.1:7400}.
     */
    public static void main(final String[] args) {
        final Client client = Client.serving(Pricing.service())
            .server(args.length > 0 ? args[0] : "127.0.0.1:7400")
            .onRegistered(registered -> System.out.println("registered as " + registered.instance()))
            .onDisconnect(disconnected -> System.out.println("disconnected: " + disconnected.reason()))
            .start();
        Runtime.getRuntime().addShutdownHook(new Thread(client::close));
    }
}
