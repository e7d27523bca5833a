package io.patchbay.demo;

import io.patchbay.protocol.Limits;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The pricing service over a plain socket with lines of JSON, as it could be written in any language. One thread reads, another
 * sends the answers that take a while.
 */
final class PricingOverJson {
    private static final JsonFactory JSON = new JsonFactory();

    private final ScheduledExecutorService thinking = Executors.newSingleThreadScheduledExecutor();
    private final OutputStream out;

    private PricingOverJson(final OutputStream out) {
        this.out = out;
    }

    /** Connects, registers, and answers until the connection ends. */
    static void run(final String server, final Consumer<String> onRegistered) throws IOException {
        final int colon = server.lastIndexOf(':');
        try (Socket socket = new Socket(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)))) {
            socket.setTcpNoDelay(true);
            new PricingOverJson(socket.getOutputStream()).serve(new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8),
                Limits.MAX_FRAME_DEFAULT_BYTES + Limits.SERVER_FRAME_EXTRA_BYTES), onRegistered);
        }
    }

    private void serve(final BufferedReader in, final Consumer<String> onRegistered) throws IOException {
        send("{\"type\":\"register\",\"name\":\"" + Quotes.SERVICE + "\",\"version\":\"" + Quotes.VERSION + "\",\"methods\":[\""
            + Quotes.METHOD + "\"],\"listen\":[]}");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            final Map<String, String> frame = fields(line);
            switch (frame.get("type")) {
                case "message":
                    answer(frame.get("id"), frame.get("payload"));
                    break;
                case "ping":
                    send("{\"type\":\"pong\"}");
                    break;
                case "error":
                    throw new IOException(line);
                default:
                    if ("registered".equals(frame.get("event"))) {
                        onRegistered.accept(frame.get("instance"));
                    }
                    break;
            }
        }
        thinking.shutdownNow();
    }

    private void answer(final String id, final String payload) throws IOException {
        final String reply = "{\"type\":\"reply\",\"id\":\"" + id + "\",\"payload\":" + Quotes.answer() + "}";
        final int thinkMs = Quotes.thinkMs(payload);
        if (thinkMs == 0) {
            send(reply);
        } else {
            thinking.schedule(() -> sendLater(reply), thinkMs, TimeUnit.MILLISECONDS);
        }
    }

    private void sendLater(final String frame) {
        try {
            send(frame);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void send(final String frame) throws IOException {
        out.write((frame + '\n').getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the top-level fields of a frame: strings as their text, other values as they are spelled in the line. */
    private static Map<String, String> fields(final String line) throws IOException {
        final Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                final String name = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    fields.put(name, parser.getText());
                } else {
                    final int from = (int)parser.currentTokenLocation().getCharOffset();
                    parser.skipChildren();
                    parser.finishToken();
                    fields.put(name, line.substring(from, (int)parser.currentLocation().getCharOffset()));
                }
            }
        }
        return fields;
    }
}
