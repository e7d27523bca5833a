package io.patchbay.demo;

import io.patchbay.sdk.Client;
import io.patchbay.sdk.Request;
import io.patchbay.sdk.Service;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * One instance of the pricing service in a process of its own: {@code aeron HOST:PORT} by Aeron IPC with the SDK, {@code json
 * HOST:PORT} by a plain socket. Says its instance id on stdout when it is registered, and ends when stdin does.
 */
public final class PricingMain {
    private PricingMain() {
    }

    /**
     * Runs it until stdin ends.
     *
     * @param args {@code aeron} or {@code json}, then {@code HOST:PORT} of the server.
     * @throws Exception where it cannot be registered, or is lost.
     */
    public static void main(final String[] args) throws Exception {
        final Thread parentWatch = new Thread(PricingMain::awaitEndOfParent, "parent-watch");
        parentWatch.setDaemon(true);
        parentWatch.start();
        if ("aeron".equals(args[0])) {
            runWithSdk(args[1]);
        } else {
            PricingOverJson.run(args[1], System.out::println);
        }
    }

    private static void runWithSdk(final String server) throws InterruptedException {
        final Service pricing = Service.named(Quotes.SERVICE).version(Quotes.VERSION)
            .asyncMethod(Quotes.METHOD, PricingMain::quote);
        try (Client client = Client.serving(pricing).server(server).aeronIpc().connect()) {
            System.out.println(client.registered().instance());
            Thread.currentThread().join();
        }
    }

    private static CompletionStage<String> quote(final Request request) throws IOException {
        final int thinkMs = Quotes.thinkMs(request.json());
        return thinkMs == 0 ? CompletableFuture.completedFuture(Quotes.answer())
            : CompletableFuture.supplyAsync(Quotes::answer, CompletableFuture.delayedExecutor(thinkMs, TimeUnit.MILLISECONDS));
    }

    private static void awaitEndOfParent() {
        try {
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (final IOException e) {
            System.err.println("stdin: " + e.getMessage());
        }
        Runtime.getRuntime().halt(0);
    }
}
