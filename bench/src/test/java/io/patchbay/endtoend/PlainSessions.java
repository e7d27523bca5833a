package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Sessions without the SDK that answer the server's pings and never give it up by themselves: a service that answers one
 * method and never the other, its asker, and some that do nothing.
 */
final class PlainSessions implements AutoCloseable {
    private static final int IDLE = 3;

    private final List<JsonPeer> peers = new ArrayList<>();
    private final JsonPeer service;
    private final JsonPeer asker;

    PlainSessions(final int port) throws Exception {
        service = new JsonPeer(port, this::onServiceFrame);
        peers.add(service);
        service.send("{\"type\":\"register\",\"name\":\"plain\",\"version\":\"1.0.0\",\"methods\":[\"answer\",\"never\"],"
            + "\"listen\":[]}");
        asker = register(port, "asker");
        for (int i = 0; i < IDLE; i++) {
            register(port, "idle-" + i);
        }
        Load.awaitTrue(() -> isServiceThere(), "the plain service");
    }

    private JsonPeer register(final int port, final String name) throws Exception {
        final JsonPeer peer = new JsonPeer(port);
        peers.add(peer);
        peer.register("{\"type\":\"register\",\"name\":\"" + name + "\",\"version\":\"1.0.0\",\"listen\":[]}");
        return peer;
    }

    private boolean isServiceThere() {
        try {
            asker.send("{\"type\":\"services\",\"service\":\"plain\"}");
            return asker.awaitType("services").get("services").size() > 0;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void onServiceFrame(final JsonNode frame) {
        if (frame.path("destination").asText().equals("plain:answer")) {
            try {
                service.send("{\"type\":\"reply\",\"id\":\"" + frame.get("id").asText() + "\",\"payload\":1}");
            } catch (final IOException e) {
                // The server is gone, which the asker sees as well.
            }
        }
    }

    /** Asks what is never answered; returns after how many milliseconds the request ended, which must be by its deadline. */
    long awaitTimeout(final int timeoutMs) throws Exception {
        final long startNs = System.nanoTime();
        final JsonNode end = ask("never", timeoutMs);
        assertEquals("timeout", end.path("reason").asText(), end::toString);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }

    /** Asks what is answered; returns after how many milliseconds it was. */
    long awaitAnswer() throws Exception {
        final long startNs = System.nanoTime();
        final JsonNode end = ask("answer", (int)TimeUnit.MINUTES.toMillis(1));
        assertEquals("reply", end.path("type").asText(), end::toString);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
    }

    private JsonNode ask(final String method, final int timeoutMs) throws Exception {
        final String id = UUID.randomUUID().toString();
        asker.send("{\"type\":\"message\",\"id\":\"" + id + "\",\"destination\":\"plain:" + method
            + "\",\"responder\":\"r\",\"timeoutMs\":" + timeoutMs + "}");
        return asker.await(frame -> frame.path("id").asText().equals(id));
    }

    void assertAllThere() {
        peers.forEach(peer -> assertFalse(peer.isEnded(), "a session that answers every ping was ended"));
    }

    @Override
    public void close() throws IOException {
        for (final JsonPeer peer : peers) {
            peer.close();
        }
    }
}
