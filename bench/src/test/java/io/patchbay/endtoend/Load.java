package io.patchbay.endtoend;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A service and a consumer that keep requests under way until they are stopped or lose their connections. They record which ids
 * were accepted, which were answered, and which ended as unhandled.
 */
final class Load implements AutoCloseable {
    private static final int OUTSTANDING = 64;

    private final JsonPeer service;
    private final JsonPeer consumer;
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicInteger replies = new AtomicInteger();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> ends = new ConcurrentHashMap<>();
    private final List<String> trouble = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> requestOrder = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean serviceRegistered;

    private final String serviceName;

    /** Connects both. Their ports differ if there are two gateways over one data directory. */
    Load(final int servicePort, final int consumerPort) throws Exception {
        this(servicePort, consumerPort, "pricing", "desk");
    }

    Load(final int servicePort, final int consumerPort, final String serviceName, final String consumerName) throws Exception {
        this.serviceName = serviceName;
        service = new JsonPeer(servicePort, this::onServiceFrame);
        service.send("{\"type\":\"register\",\"name\":\"" + serviceName + "\",\"version\":\"1.0.0\",\"methods\":[\"quote\"]}");
        awaitTrue(() -> serviceRegistered, "registered service");
        consumer = new JsonPeer(consumerPort, this::onConsumerFrame);
        consumer.send("{\"type\":\"register\",\"name\":\"" + consumerName + "\",\"version\":\"1.0.0\",\"acks\":true}");
    }

    int replies() {
        return replies.get();
    }

    Set<String> accepted() {
        return accepted;
    }

    Map<String, AtomicInteger> ends() {
        return ends;
    }

    List<String> trouble() {
        return trouble;
    }

    List<Long> requestOrder() {
        return requestOrder;
    }

    boolean isConsumerGone() {
        return consumer.isEnded();
    }

    void awaitReplies(final int count) throws InterruptedException {
        awaitTrue(() -> replies.get() >= count, count + " replies, there are " + replies);
    }

    /** Stops sending, and waits until each request that was sent has ended, those not yet accepted too. */
    void finish() throws InterruptedException {
        final int sent = stopAsking();
        awaitTrue(() -> ends.size() == sent && ends.keySet().containsAll(accepted),
            () -> "the end of " + sent + " requests: " + accepted.size() + " accepted, " + ends.size() + " ended; " + trouble);
    }

    private synchronized int stopAsking() {
        running.set(false);
        return asked;
    }

    static void awaitTrue(final BooleanSupplier condition, final String what) throws InterruptedException {
        awaitTrue(condition, () -> what);
    }

    static void awaitTrue(final BooleanSupplier condition, final Supplier<String> what) throws InterruptedException {
        final long deadline = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited 30 s for " + what.get());
            }
            Thread.sleep(1);
        }
    }

    /** Closes both connections. */
    void leave() throws IOException {
        running.set(false);
        service.close();
        consumer.close();
    }

    @Override
    public void close() throws IOException {
        leave();
    }

    private void onServiceFrame(final JsonNode frame) {
        if (frame.path("event").asText().equals("registered")) {
            serviceRegistered = true;
        } else if (frame.path("type").asText().equals("message")) {
            requestOrder.add(frame.get("payload").get("n").asLong());
            sendQuietly(service, "{\"type\":\"reply\",\"id\":\"" + frame.get("id").asText() + "\",\"payload\":"
                + frame.get("payload") + "}");
        }
    }

    private void onConsumerFrame(final JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "event" -> onConsumerEvent(frame);
            case "accepted" -> accepted.add(frame.get("id").asText());
            case "reply" -> {
                if (!accepted.contains(frame.get("id").asText())) {
                    trouble.add("reply before accepted: " + frame);
                }
                replies.incrementAndGet();
                end(frame.get("id").asText());
            }
            default -> trouble.add(frame.toString());
        }
    }

    private void onConsumerEvent(final JsonNode frame) {
        switch (frame.get("event").asText()) {
            case "registered" -> {
                for (int i = 0; i < OUTSTANDING; i++) {
                    ask();
                }
            }
            case "unhandled-message" -> end(frame.get("id").asText());
            default -> { }
        }
    }

    private void end(final String id) {
        if (ends.computeIfAbsent(id, k -> new AtomicInteger()).incrementAndGet() > 1) {
            trouble.add("ended twice: " + id);
        }
        ask();
    }

    private int asked;

    private synchronized void ask() {
        if (running.get()) {
            sendQuietly(consumer, "{\"type\":\"message\",\"id\":\"" + UUID.randomUUID() + "\","
                + "\"destination\":\"" + serviceName + ":quote\",\"responder\":\"r\",\"timeoutMs\":10000,"
                + "\"payload\":{\"n\":" + asked++ + "}}");
        }
    }

    private static void sendQuietly(final JsonPeer peer, final String frame) {
        try {
            peer.send(frame);
        } catch (final IOException e) {
            // The server was killed by the test.
        }
    }
}
