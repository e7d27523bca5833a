package io.patchbay.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A plain client with JSON lines over a socket. Received frames are queued in order, or passed to a handler.
 */
final class JsonPeer implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int DEADLINE_SECONDS = 20;
    /** Number of frames that are kept for the message of a failure. */
    private static final int KEPT = 200;
    /** Number of characters of each frame in that message. */
    private static final int SHOWN = 500;

    private final Socket socket;
    private final OutputStream out;
    private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final List<JsonNode> passed = new ArrayList<>();
    private volatile boolean ended;

    JsonPeer(final int port) throws IOException {
        this(port, null);
    }

    /** Connects. With a handler, the reader's thread passes frames to it instead of the queue. */
    JsonPeer(final int port, final Consumer<JsonNode> handler) throws IOException {
        socket = new Socket(InetAddress.getByName("127.0.0.1"), port);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        final Thread reader = new Thread(() -> read(handler == null ? frames::add : handler), "peer of " + port);
        reader.setDaemon(true);
        reader.start();
    }

    static JsonNode parse(final String json) {
        try {
            return MAPPER.readTree(json);
        } catch (final IOException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    /** Registers, and returns the registered frame. */
    JsonNode register(final String frame) throws Exception {
        send(frame);
        return await(f -> f.path("event").asText().equals("registered"));
    }

    synchronized void send(final String frame) throws IOException {
        out.write((frame + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Returns the next frame that matches. Frames before it are skipped, and kept for the message of a failure. */
    JsonNode await(final Predicate<JsonNode> wanted) throws InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (System.nanoTime() < deadline) {
            final JsonNode frame = frames.poll(50, TimeUnit.MILLISECONDS);
            if (frame == null && ended && frames.isEmpty()) {
                break;
            }
            if (frame != null) {
                passed.add(frame);
                if (passed.size() > KEPT) {
                    passed.remove(0);
                }
                if (wanted.test(frame)) {
                    return frame;
                }
            }
        }
        throw new AssertionError("the frame never came" + (ended ? " before the end" : "") + "; these did: "
            + passed.stream().map(JsonNode::toString).map(text -> text.substring(0, Math.min(text.length(), SHOWN))).toList());
    }

    JsonNode awaitType(final String type) throws InterruptedException {
        return await(f -> f.path("type").asText().equals(type));
    }

    JsonNode awaitEvent(final String event) throws InterruptedException {
        return await(f -> f.path("event").asText().equals(event));
    }

    boolean isEnded() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void read(final Consumer<JsonNode> handler) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                final JsonNode frame = parse(line);
                if (frame.path("type").asText().equals("ping")) {
                    send("{\"type\":\"pong\"}");
                } else {
                    handler.accept(frame);
                }
            }
        } catch (final IOException e) {
            // The connection is lost, which `ended` records.
        }
        ended = true;
    }
}
