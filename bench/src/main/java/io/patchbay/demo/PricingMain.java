package io.patchbay.demo;

import io.patchbay.sdk.Client;
import io.patchbay.sdk.Service;
import io.patchbay.sdk.message.Request;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The main class of one instance of the pricing service. It uses the SDK over Aeron IPC ({@code aeron HOST:PORT}) or a plain
 * socket ({@code json HOST:PORT}). It prints its instance id on standard output when it is registered, and ends when standard
 * input does.
 */
public final class PricingMain {
    private PricingMain() {
    }

    /**
     * Runs the instance until standard input ends.
     *
     * @param args {@code aeron} or {@code json}, then {@code HOST:PORT} of the server.
     * @throws Exception if the instance cannot register, or loses its connection.
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
