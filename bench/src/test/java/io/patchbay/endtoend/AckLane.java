package io.patchbay.endtoend;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A consumer without the SDK that asks for an acknowledgment of every message, sends none twice, and reconnects after a loss.
 * Each message that was acknowledged to it must be in the journal.
 */
final class AckLane {
    private static final int WINDOW = 4;

    private final String name;
    private final int port;
    private final String destination;
    private final List<String> trouble;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private JsonPeer peer;
    private volatile boolean registered;
    private int n;

    AckLane(final String name, final int port, final String destination, final List<String> trouble) {
        this.name = name;
        this.port = port;
        this.destination = destination;
        this.trouble = trouble;
    }

    /** Connects if it is not connected, and sends as many messages as there is room for. Called by one thread. */
    void tick() {
        try {
            if (peer == null || peer.isEnded()) {
                registered = false;
                open.clear();
                final Set<String> ofThisConnection = ConcurrentHashMap.newKeySet();
                peer = new JsonPeer(port, frame -> onFrame(frame, ofThisConnection));
                peer.send("{\"type\":\"register\",\"name\":\"" + name + "\",\"version\":\"1.0.0\",\"acks\":true}");
            } else if (registered && open.size() < WINDOW) {
                final String id = UUID.randomUUID().toString();
                open.add(id);
                peer.send("{\"type\":\"message\",\"id\":\"" + id + "\",\"destination\":\"" + destination + "\","
                    + "\"responder\":\"r\",\"timeoutMs\":60000,\"payload\":{\"n\":" + n++ + ",\"lane\":\"" + name + "\"}}");
            }
        } catch (final IOException e) {
            // The server was killed and is about to be started again.
            registered = false;
        }
    }

    private void onFrame(final JsonNode frame, final Set<String> acks) {
        final String id = frame.path("id").asText();
        switch (frame.path("type").asText()) {
            case "event" -> {
                if (frame.get("event").asText().equals("registered")) {
                    registered = true;
                } else if (frame.get("event").asText().equals("unhandled-message") && acks.contains(id)) {
                    end(id);
                }
            }
            case "accepted" -> {
                accepted.add(id);
                acks.add(id);
            }
            case "reply" -> {
                if (!acks.contains(id)) {
                    trouble.add(name + ": reply before accepted: " + frame);
                }
                end(id);
            }
            case "error" -> {
                if (!frame.path("code").asText().equals("shutting-down")) {
                    trouble.add(name + ": " + frame);
                }
                open.remove(id);
            }
            default -> trouble.add(name + ": " + frame);
        }
    }

    private void end(final String id) {
        open.remove(id);
        if (!ended.add(id)) {
            trouble.add(name + ": ended twice: " + id);
        }
    }

    boolean isIdle() {
        return open.isEmpty();
    }

    Set<String> accepted() {
        return accepted;
    }

    void close() throws IOException {
        if (peer != null) {
            peer.close();
        }
    }
}
