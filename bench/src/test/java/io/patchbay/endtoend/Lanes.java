package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.sdk.Client;
import io.patchbay.sdk.message.Request;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The load of a test that injects faults: calls of several clients, with and without the SDK, a few at a time, sent by one
 * thread. Holds what went wrong, and compares at the end what the clients were told with the journal.
 */
final class Lanes implements AutoCloseable {
    private static final int TICK_MS = 20;

    private final List<Lane> lanes = new ArrayList<>();
    private final List<AckLane> plain = new ArrayList<>();
    private final List<String> trouble = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Long> seen = new HashMap<>();
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
        final Thread thread = new Thread(task, "load");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean paused;

    /** Adds a lane of an SDK client. Call before {@link #start()}. */
    void add(final String name, final Client client, final String destination, final boolean oneWay) {
        lanes.add(new Lane(name, client, destination, oneWay, trouble));
    }

    /** Adds a lane of a client without the SDK. Call before {@link #start()}. */
    void addPlain(final String name, final int port, final String destination) {
        plain.add(new AckLane(name, port, destination, trouble));
    }

    void start() {
        ticker.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        if (!paused) {
            try {
                lanes.forEach(Lane::tick);
                plain.forEach(AckLane::tick);
            } catch (final RuntimeException e) {
                trouble.add("load: " + e);
            }
        }
    }

    List<Lane> all() {
        return lanes;
    }

    List<String> trouble() {
        return trouble;
    }

    /** Answers a request of a lane with its payload. What one lane asks has to come in order, nothing twice. */
    synchronized String echo(final Request request) {
        final var asked = JsonPeer.parse(request.json());
        final String stream = request.destination() + " of " + asked.get("lane").asText();
        final Long before = seen.put(stream, asked.get("n").asLong());
        if (before != null && before >= asked.get("n").asLong()) {
            trouble.add(stream + ": " + asked.get("n") + " came after " + before);
        }
        return request.json();
    }

    /** Waits until every lane is served and whatever was sent before has ended; returns which lane came last. */
    String awaitAllServed() throws InterruptedException {
        String last = "";
        final Map<Lane, Integer> before = new LinkedHashMap<>();
        lanes.forEach(lane -> before.put(lane, lane.good()));
        for (final Lane lane : lanes) {
            if (lane.good() < before.get(lane) + 2) {
                last = lane.name();
            }
            Load.awaitTrue(() -> lane.good() >= before.get(lane) + 2 || !trouble.isEmpty(), () -> "an answer in " + lane);
        }
        final Map<Lane, Integer> upTo = new LinkedHashMap<>();
        lanes.forEach(lane -> upTo.put(lane, lane.sent()));
        for (final Map.Entry<Lane, Integer> entry : upTo.entrySet()) {
            Load.awaitTrue(() -> entry.getKey().haveAllEndedBelow(entry.getValue()) || !trouble.isEmpty(),
                () -> "the end of all before " + entry.getValue() + " in " + entry.getKey());
        }
        return last;
    }

    /** Sends nothing more, and returns when everything that was sent has ended. */
    void finish() throws InterruptedException, IOException {
        paused = true;
        for (final Lane lane : lanes) {
            Load.awaitTrue(() -> lane.haveAllEndedBelow(Integer.MAX_VALUE), () -> "the end of all in " + lane);
        }
        for (final AckLane lane : plain) {
            Load.awaitTrue(lane::isIdle, "the end of all in a plain lane");
            lane.close();
        }
    }

    /**
     * Asserts, after all processes have ended, that the journal has what the clients were told, each message with one end, and
     * that it replays to the same states.
     *
     * @param accepted ids that others were told to be accepted.
     * @return the messages in the journal.
     */
    int audit(final Path data, final Set<String> accepted) throws Exception {
        assertEquals(List.of(), trouble);
        final Audit audit = Audit.of(data);
        final Set<String> all = new HashSet<>(accepted);
        plain.forEach(lane -> all.addAll(lane.accepted()));
        lanes.forEach(lane -> all.addAll(lane.acceptedAt().keySet()));
        assertTrue(!all.isEmpty(), "nothing was accepted");
        audit.assertHolds(all);
        lanes.forEach(lane -> audit.assertAgrees(lane.ends(), lane.acceptedAt()));
        Audit.assertVerifies(data);
        assertEquals(0, Audit.state(data).get("open").size());
        return audit.messages();
    }

    @Override
    public void close() throws IOException {
        paused = true;
        ticker.shutdownNow();
        for (final AckLane lane : plain) {
            lane.close();
        }
    }
}
