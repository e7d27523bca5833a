package com.example.pricing;

import io.patchbay.sdk.Client;
import io.patchbay.sdk.exceptions.PatchbayException;

import java.util.concurrent.CompletionException;

/**
 * A consumer that asks for one quote: {@code DeskMain HOST:PORT PAIR}. Exits with 1 if there is none.
 */
public final class DeskMain {
    private DeskMain() {
    }

    /**
     * Calls {@code pricing:quote} and prints the reply.
     *
     * @param args address of the server, name of the pair.
     */
    public static void main(final String[] args) {
        try (Client client = Client.named("desk").server(args[0]).connect()) {
            System.out.println(client.call("pricing:quote", '"' + args[1] + '"').join().json());
        } catch (final PatchbayException ex) {
            exit(ex);
        } catch (final CompletionException ex) {
            exit(ex.getCause());
        }
    }

    private static void exit(final Throwable failure) {
        System.err.println("no quote: " + failure.getMessage());
        System.exit(1);
    }
}
