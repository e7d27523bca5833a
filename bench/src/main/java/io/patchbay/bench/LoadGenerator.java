package io.patchbay.bench;

import io.patchbay.protocol.Encoding;
import io.patchbay.sdk.DirectClient;
import io.patchbay.sdk.DirectFailure;
import io.patchbay.sdk.DirectHandler;
import io.patchbay.sdk.DirectReply;
import io.patchbay.sdk.DirectUnhandled;
import io.patchbay.sdk.Disconnected;
import io.patchbay.sdk.Sent;

import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * The consumer of a round trip: sends requests, in a closed loop or on a schedule, and measures until the reply. On a schedule
 * latency counts from when a request should have been sent, so that a stall is not left out of the figures (coordinated
 * omission). One thread.
 */
final class LoadGenerator implements DirectHandler {
    /** Most requests under way at once; the server allows 65,536. */
    static final int MAX_OUTSTANDING = 60_000;
    private static final int SLOTS = 1 << 16;
    private static final long HIGHEST_NS = 60_000_000_000L;

    private final Histogram histogram = new Histogram(HIGHEST_NS, 3);
    private final long[] sentNs = new long[SLOTS];
    private final DirectBuffer destination =
        new UnsafeBuffer((EchoService.NAME + ':' + EchoService.METHOD).getBytes(StandardCharsets.US_ASCII));
    private final DirectBuffer payload;
    private final DirectClient client;
    private final long idHi;
    private long nextId = 1;
    private long firstMeasuredId = Long.MAX_VALUE;
    private int outstanding;
    private long replies;
    private long errors;
    private String lost;

    LoadGenerator(final LoadPath path, final String server, final DirectBuffer payload, final long idHi) {
        this.payload = payload;
        this.idHi = idHi;
        client = path.newContext(server, "bench-load").connect(this);
    }

    /** Sends one request; false where there is no room for it now. */
    boolean send(final long intendedNs) {
        if (outstanding == MAX_OUTSTANDING) {
            return false;
        }
        if (client.call(idHi, nextId, destination, Encoding.JSON, payload, 0, payload.capacity()) != Sent.OK) {
            return false;
        }
        sentNs[(int)nextId & SLOTS - 1] = intendedNs;
        nextId++;
        outstanding++;
        return true;
    }

    @Override
    public void onReply(final DirectReply reply) {
        outstanding--;
        if (reply.error) {
            errors++;
        } else if (reply.idLo >= firstMeasuredId) {
            replies++;
            histogram.recordValue(Math.min(HIGHEST_NS, System.nanoTime() - sentNs[(int)reply.idLo & SLOTS - 1]));
        }
    }

    @Override
    public void onUnhandled(final DirectUnhandled unhandled) {
        if (unhandled.idHi == idHi) {
            outstanding--;
            errors++;
        }
    }

    @Override
    public void onFailure(final DirectFailure failure) {
        errors++;
        if (failure.hasId && failure.idHi == idHi) {
            outstanding--;
        }
    }

    @Override
    public void onDisconnect(final Disconnected disconnected) {
        lost = disconnected.reason() + ' ' + disconnected.detail();
    }

    /** From now on what is sent counts. */
    void measure() {
        firstMeasuredId = nextId;
        histogram.reset();
        replies = 0;
    }

    DirectClient client() {
        return client;
    }

    int outstanding() {
        return outstanding;
    }

    long replies() {
        return replies;
    }

    /** Error replies, unhandled messages and errors since the start. */
    long errors() {
        return errors;
    }

    Histogram histogram() {
        return histogram;
    }

    /** Why the connection is gone, or null. */
    String lost() {
        return lost;
    }
}
