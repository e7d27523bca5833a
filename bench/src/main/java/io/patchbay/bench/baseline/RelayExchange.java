package io.patchbay.bench.baseline;

import io.patchbay.bench.load.Exchange;
import io.patchbay.bench.load.ExchangeListener;
import io.patchbay.bench.sockets.JsonTemplate;
import io.patchbay.bench.sockets.Socket;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * The consumer and the service at the ends of the relay, on one thread. They send JSON lines of the same length as Patchbay's.
 * The replies of one poll are sent with one write, and so are the requests.
 */
final class RelayExchange implements Exchange {
    private final Socket service;
    private final Socket consumer;
    private final JsonTemplate request;
    private final JsonTemplate reply;
    private final ExchangeListener listener;
    private String lost;

    RelayExchange(final InetSocketAddress relay, final byte[] payload, final long runId, final ExchangeListener listener)
        throws IOException {
        service = new Socket(relay);
        consumer = new Socket(relay);
        request = JsonTemplate.request(runId, "bench-echo:echo", payload);
        reply = JsonTemplate.reply(payload);
        this.listener = listener;
    }

    @Override
    public boolean send(final long id) {
        final ByteBuffer out = consumer.out();
        if (out.remaining() <= request.length()) {
            return false;
        }
        out.put(request.withId(id)).put((byte)'\n');
        return true;
    }

    @Override
    public int doWork() {
        try {
            int work = consumer.flush();
            if (service.read() > 0) {
                work += serve(service.in());
            }
            service.compact();
            work += service.flush();
            if (consumer.read() > 0) {
                work += take(consumer.in());
            }
            consumer.compact();
            return work;
        } catch (final IOException e) {
            lost = e.toString();
            return 0;
        }
    }

    /** Replies to the requests in a buffer. They come from this class, so they have one length and the id at one place. */
    private int serve(final ByteBuffer in) {
        final int line = request.length() + 1;
        final ByteBuffer out = service.out();
        int count = 0;
        while (in.remaining() >= line && out.remaining() > reply.length()) {
            out.put(reply.withIdOf(in, JsonTemplate.findId(in, in.position(), in.position() + line))).put((byte)'\n');
            in.position(in.position() + line);
            count++;
        }
        return count;
    }

    private int take(final ByteBuffer in) {
        final int line = reply.length() + 1;
        int count = 0;
        while (in.remaining() >= line) {
            final int at = in.position();
            in.position(at + line);
            listener.onReply(JsonTemplate.number(in, JsonTemplate.findId(in, at, at + line)));
            count++;
        }
        return count;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public String lost() {
        return lost;
    }

    @Override
    public void close() {
        try (service; consumer) {
            consumer.out().clear();
        } catch (final IOException e) {
            lost = e.toString();
        }
    }
}
