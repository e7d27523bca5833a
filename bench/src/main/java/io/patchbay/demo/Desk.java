package io.patchbay.demo;

import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.Indexes;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.sdk.direct.DirectClient;
import io.patchbay.sdk.direct.DirectContext;
import io.patchbay.sdk.direct.DirectFailure;
import io.patchbay.sdk.direct.DirectHandler;
import io.patchbay.sdk.direct.DirectLifecycle;
import io.patchbay.sdk.direct.DirectReply;
import io.patchbay.sdk.direct.DirectUnhandled;
import io.patchbay.sdk.direct.Sent;
import io.patchbay.sdk.event.Disconnected;
import io.patchbay.sdk.event.InstanceInfo;
import io.patchbay.text.Uuids;

import org.HdrHistogram.Histogram;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The consumer of the demo, over Aeron IPC. It asks for quotes, keeps a ledger of every request, and records every event in
 * order. Used by one thread.
 */
final class Desk implements DirectHandler, AutoCloseable {
    private static final int SLOTS = 1 << 16;
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final DirectBuffer ALL = new UnsafeBuffer(new byte[0]);

    private final DirectBuffer destination = utf8(Quotes.SERVICE + ':' + Quotes.METHOD);
    private final DirectBuffer payload = utf8("{\"pair\":\"EURUSD\"}");
    private final Ledger ledger = new Ledger();
    private final Histogram latencies = new Histogram(HIGHEST_NS, 3);
    private final long[] sentNs = new long[SLOTS];
    private final List<String> events = new ArrayList<>();
    private final Map<String, Integer> pending = new HashMap<>();
    private final Consumer<String> onEvent;
    private final DirectClient client;
    private final long idHi;
    private int inFlight;
    private long servicesIndex;
    private int statusAgrees;
    private int statusDiffers;
    private String lost;

    Desk(final String server, final long idHi, final Consumer<String> onEvent) {
        this.idHi = idHi;
        this.onEvent = onEvent;
        client = new DirectContext().server(server).name("desk").reconnect(false).aeronIpc()
            .listen(Arrays.stream(EventName.values()).map(EventName::wireName).toList()).connect(this);
    }

    private static DirectBuffer utf8(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    int doWork() {
        if (lost != null) {
            throw new IllegalStateException("the consumer lost its connection: " + lost);
        }
        return client.doWork();
    }

    boolean isRegistered() {
        return client.isRegistered();
    }

    /** Returns the index of the consumer's registration. */
    long instance() {
        return client.instance();
    }

    /** Asks for a quote, and returns whether there was room to send the request. */
    boolean ask(final long nowNs) {
        return ask(payload, nowNs);
    }

    /** Asks for a quote whose answer takes a number of milliseconds, and returns whether there was room to send the request. */
    boolean askSlowly(final int thinkMs) {
        return ask(utf8("{\"pair\":\"EURUSD\",\"thinkMs\":" + thinkMs + "}"), 0);
    }

    private boolean ask(final DirectBuffer question, final long startNs) {
        if (client.call(idHi, ledger.total() + 1, destination, Encoding.JSON, question, 0, question.capacity()) != Sent.OK) {
            return false;
        }
        sentNs[ledger.sent() & SLOTS - 1] = startNs;
        inFlight++;
        return true;
    }

    /** Sends a services query. {@link #servicesIndex()} is not 0 once the answer, and every event before it, has come. */
    void askServices() {
        servicesIndex = 0;
        pending.clear();
        client.services(ALL);
    }

    /** Sends a status query for a request, and returns whether there was room to send it. */
    boolean askStatus(final int number) {
        return client.status(idHi, number) == Sent.OK;
    }

    @Override
    public void onReply(final DirectReply reply) {
        final long startNs = sentNs[(int)reply.idLo & SLOTS - 1];
        if (startNs != 0) {
            latencies.recordValue(Math.min(HIGHEST_NS, System.nanoTime() - startNs));
        }
        ended(reply.idHi, reply.idLo, reply.error ? Ledger.OTHER : Ledger.REPLIED, reply.instance);
    }

    @Override
    public void onUnhandled(final DirectUnhandled unhandled) {
        final String id = Uuids.toString(unhandled.idHi, unhandled.idLo);
        remember(EventName.UNHANDLED_MESSAGE.wireName(), unhandled.index, unhandled.instance, unhandled.reason.wireName(), id);
        ended(unhandled.idHi, unhandled.idLo,
            unhandled.reason == UnhandledReason.INSTANCE_LOST ? Ledger.LOST : Ledger.OTHER, unhandled.instance);
    }

    @Override
    public void onFailure(final DirectFailure failure) {
        if (failure.hasId) {
            ended(failure.idHi, failure.idLo, Ledger.OTHER, 0);
        }
    }

    private void ended(final long hi, final long number, final byte outcome, final long instance) {
        if (hi == idHi) {
            inFlight--;
            ledger.ended((int)number, outcome, instance);
        }
    }

    @Override
    public void onLifecycle(final DirectLifecycle lifecycle) {
        final String reason = lifecycle.reason == null ? "" : lifecycle.reason.wireName();
        remember(lifecycle.event.wireName(), lifecycle.index, lifecycle.instance, reason, "");
        onEvent.accept(String.format("%-18s %s %s  %s%s", lifecycle.event.wireName(),
            lifecycle.service.getStringWithoutLengthUtf8(0, lifecycle.service.capacity()),
            lifecycle.version.getStringWithoutLengthUtf8(0, lifecycle.version.capacity()),
            Indexes.instance(lifecycle.instance), reason.isEmpty() ? "" : "  " + reason));
    }

    private void remember(final String event, final long index, final long instance, final String reason, final String id) {
        final String where = instance == 0 ? "" : Indexes.instance(instance);
        events.add(ReplayedEvents.line(event, Indexes.format(index), where, reason, id));
    }

    @Override
    public void onServices(final List<InstanceInfo> instances, final boolean more, final long index) {
        for (final InstanceInfo info : instances) {
            pending.put(info.instance(), info.pending());
        }
        if (!more) {
            servicesIndex = index;
        }
    }

    @Override
    public void onStatus(final long hi, final long lo, final RequestStatus status, final UnhandledReason reason,
        final long ended) {
        final byte outcome = ledger.outcome((int)lo);
        final boolean agrees = outcome == Ledger.LOST
            ? status == RequestStatus.UNHANDLED && reason == UnhandledReason.INSTANCE_LOST && ended != 0
            : outcome == Ledger.REPLIED && status == RequestStatus.REPLIED && ended != 0;
        if (agrees) {
            statusAgrees++;
        } else {
            statusDiffers++;
        }
    }

    @Override
    public void onDisconnect(final Disconnected disconnected) {
        lost = disconnected.reason() + ' ' + disconnected.detail();
    }

    Ledger ledger() {
        return ledger;
    }

    /** Returns the latencies, in nanoseconds, of the requests since the last reset, without the slow ones. */
    Histogram latencies() {
        return latencies;
    }

    /** Returns every event received, in order, as {@link ReplayedEvents#line} spells it. */
    List<String> events() {
        return events;
    }

    /** Returns the number of requests that have not ended. */
    int inFlight() {
        return inFlight;
    }

    /** Returns the number of requests that an instance had to answer, by the last answer to {@link #askServices()}. */
    int pending(final String instance) {
        return pending.getOrDefault(instance, 0);
    }

    /** Returns the index of the answer to {@link #askServices()}, or 0 until it has come. */
    long servicesIndex() {
        return servicesIndex;
    }

    /** Returns the number of answers to status queries that agree with the ledger. */
    int statusAgrees() {
        return statusAgrees;
    }

    /** Returns the number of answers to status queries that differ from the ledger. */
    int statusDiffers() {
        return statusDiffers;
    }

    /** Returns the id of a request, spelled as in frames. */
    String id(final int number) {
        return Uuids.toString(idHi, number);
    }

    @Override
    public void close() {
        client.close();
    }
}
