package io.patchbay.bench.roundtrip;

import io.patchbay.bench.load.Exchange;
import io.patchbay.bench.load.ExchangeListener;
import io.patchbay.bench.sockets.JsonTemplate;
import io.patchbay.bench.sockets.WebSocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The consumer and the service of a round trip through Patchbay by WebSocket, on one thread. They use a raw client, since the
 * SDK has no WebSocket.
 */
final class WebSocketExchange implements Exchange {
    /** Offset of the type in a server's frame, which begins with {@code {"type":"}. */
    private static final int TYPE_OFFSET = 9;
    private static final byte[] PONG = ascii("{\"type\":\"pong\"}");

    private final WebSocket service;
    private final WebSocket consumer;
    private final JsonTemplate request;
    private final JsonTemplate reply;
    private final ExchangeListener listener;
    private boolean serviceRegistered;
    private boolean consumerRegistered;
    private String lost;

    WebSocketExchange(final String server, final byte[] payload, final long runId, final ExchangeListener listener)
        throws IOException {
        request = JsonTemplate.request(runId, EchoService.NAME + ':' + EchoService.METHOD, payload);
        reply = JsonTemplate.reply(payload);
        this.listener = listener;
        service = new WebSocket(server, this::onServiceText);
        consumer = new WebSocket(server, this::onConsumerText);
        service.send(ascii("{\"type\":\"register\",\"name\":\"" + EchoService.NAME + "\",\"version\":\"1.0.0\",\"methods\":[\""
            + EchoService.METHOD + "\"],\"listen\":[]}"));
    }

    private static byte[] ascii(final String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void onServiceText(final ByteBuffer in, final int from, final int to) {
        switch (in.get(from + TYPE_OFFSET)) {
            case 'm' -> answer(in, from, to);
            case 'p' -> service.send(PONG);
            case 'e' -> {
                if (!serviceRegistered && isRegistered(in, from, to)) {
                    serviceRegistered = true;
                    consumer.send(ascii("{\"type\":\"register\",\"name\":\"bench-load\",\"version\":\"1.0.0\",\"listen\":[]}"));
                }
            }
            default -> { }
        }
    }

    private void answer(final ByteBuffer in, final int from, final int to) {
        if (!service.send(reply.withIdOf(in, JsonTemplate.findId(in, from, to)))) {
            lost = "the service's buffer is full";
        }
    }

    private void onConsumerText(final ByteBuffer in, final int from, final int to) {
        switch (in.get(from + TYPE_OFFSET)) {
            case 'r' -> listener.onReply(JsonTemplate.number(in, JsonTemplate.findId(in, from, to)));
            case 'p' -> consumer.send(PONG);
            case 'e' -> {
                if (!consumerRegistered) {
                    consumerRegistered = isRegistered(in, from, to);
                } else {
                    final int id = JsonTemplate.findId(in, from, to);
                    listener.onFailure(id < 0 ? 0 : JsonTemplate.number(in, id));
                }
            }
            default -> { }
        }
    }

    private static boolean isRegistered(final ByteBuffer in, final int from, final int to) {
        final byte[] text = new byte[to - from];
        in.get(from, text);
        return new String(text, StandardCharsets.UTF_8).contains("\"event\":\"registered\"");
    }

    @Override
    public boolean send(final long id) {
        return consumer.send(request.withId(id));
    }

    @Override
    public int doWork() {
        try {
            return consumer.poll() + service.poll();
        } catch (final IOException e) {
            lost = e.toString();
            return 0;
        }
    }

    @Override
    public boolean isReady() {
        return consumerRegistered;
    }

    @Override
    public String lost() {
        return lost;
    }

    @Override
    public void close() {
        try (service; consumer) {
            lost = "closed";
        } catch (final IOException e) {
            lost = e.toString();
        }
    }
}
