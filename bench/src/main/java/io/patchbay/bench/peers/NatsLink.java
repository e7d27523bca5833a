package io.patchbay.bench.peers;

import io.nats.client.Connection;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * A connection to NATS that can be closed without a checked exception.
 *
 * @param nats the connection of the official client.
 */
public record NatsLink(Connection nats) implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /**
     * Waits until the server has received what was sent, subscriptions included.
     *
     * @throws IOException if the server does not answer.
     */
    public void flush() throws IOException {
        try {
            nats.flush(TIMEOUT);
        } catch (final TimeoutException e) {
            throw new IOException("nats-server does not answer", e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        try {
            nats.close();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
