package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * An audit of a journal by {@code ./patchbay replay} alone: every message, and how often each ended.
 */
final class Audit {
    private final Map<String, Integer> ends = new LinkedHashMap<>();
    private final Set<String> oneWay = new HashSet<>();
    private final Map<String, Integer> reasons = new HashMap<>();
    private final Map<String, String> indexes = new HashMap<>();
    private final Map<String, String> kinds = new HashMap<>();
    private final Map<String, Long> lanes = new HashMap<>();
    private final List<String> disorder = new ArrayList<>();
    private int repeats;

    private Audit() {
    }

    static Audit of(final Path data) throws Exception {
        final Audit audit = new Audit();
        forEach(record -> {
            final String kind = record.get("kind").asText();
            if (kind.equals("message")) {
                audit.onMessage(record);
                if (!record.hasNonNull("responder")) {
                    audit.oneWay.add(record.get("id").asText());
                }
            } else if (kind.equals("reply") && !record.path("more").asBoolean()) {
                audit.ends.merge(record.get("id").asText(), 1, Integer::sum);
                audit.kinds.putIfAbsent(record.get("id").asText(), "reply");
            }
        }, "export", data, "--redact");
        forEach(event -> {
            if (event.get("event").asText().equals("unhandled-message")) {
                final String reason = event.get("reason").asText();
                audit.reasons.merge(reason, 1, Integer::sum);
                // A reply without an open request is in the export as a reply, but it ended no message.
                audit.ends.merge(event.get("id").asText(), reason.equals("no-request") ? -1 : 1, Integer::sum);
                if (!reason.equals("no-request")) {
                    audit.kinds.put(event.get("id").asText(), reason);
                }
            }
        }, "events", data);
        return audit;
    }

    /** Checks that every accepted id is in the journal, and that every message of the journal ended exactly once. */
    void assertHolds(final Set<String> accepted) {
        for (final String id : accepted) {
            assertTrue(ends.containsKey(id), () -> "accepted, but not in the journal: " + id);
        }
        ends.forEach((id, count) -> {
            if (oneWay.contains(id)) {
                assertTrue(count == 0 || count == 1 && kinds.containsKey(id), () -> "ends of one-way " + id + ": " + count);
            } else {
                assertEquals(1, count, () -> "ends of " + id);
            }
        });
        assertEquals(List.of(), disorder);
    }

    /** Checks that the outcomes which a client received for its calls and one-way messages are those of the journal. */
    void assertAgrees(final Map<String, String> outcomes, final Map<String, String> acceptedAt) {
        outcomes.forEach((id, outcome) -> {
            assertTrue(ends.containsKey(id), () -> "ended for the client as " + outcome + ", but not in the journal: " + id);
            if (!acceptedAt.containsKey(id)) {
                assertEquals(outcome.equals("reply-lost") ? "reply" : outcome, kinds.get(id), () -> "the end of " + id);
            }
        });
        acceptedAt.forEach((id, index) -> assertEquals(indexes.get(id), index, () -> "where " + id + " is"));
    }

    /** Checks that a message with a lane and a number in its payload is in order within its lane, unless it is a repeat. */
    private void onMessage(final JsonNode record) {
        final String id = record.get("id").asText();
        if (ends.putIfAbsent(id, 0) != null) {
            repeats++;
            return;
        }
        indexes.put(id, record.get("index").asText());
        final JsonNode payload = record.path("payload");
        if (payload.has("lane")) {
            final Long before = lanes.put(payload.get("lane").asText(), payload.get("n").asLong());
            if (before != null && before >= payload.get("n").asLong()) {
                disorder.add(payload + " after " + before);
            }
        }
    }

    /** Returns the number of messages that were sent twice, as may happen after a loss. */
    int repeats() {
        return repeats;
    }

    /** Checks that each of these messages is in the journal and ended exactly once, whatever other clients sent. */
    void assertEndedOnce(final Set<String> ids) {
        ids.forEach(id -> assertEquals(1, ends.get(id), () -> "ends of " + id));
    }

    int messages() {
        return ends.size();
    }

    Map<String, Integer> reasons() {
        return reasons;
    }

    static void assertVerifies(final Path data) throws Exception {
        final Result result = PatchbayProcess.run("replay", "verify", "--data", data.toString());
        assertEquals(0, result.exit(), result::toString);
    }

    static JsonNode state(final Path data) throws Exception {
        final Result result = PatchbayProcess.run("replay", "state", "--data", data.toString());
        assertEquals(0, result.exit(), result::toString);
        return JsonPeer.parse(result.lines().get(0));
    }

    /** Passes each line that a replay command prints to a consumer. A failure of the consumer is thrown at the end. */
    static void forEach(final Consumer<JsonNode> taker, final String command, final Path data, final String... more)
        throws Exception {
        final List<String> args = new ArrayList<>(List.of("replay", command, "--data", data.toString()));
        args.addAll(List.of(more));
        final AtomicReference<Throwable> failure = new AtomicReference<>();
        final Result result = PatchbayProcess.runTaking(line -> {
            try {
                taker.accept(JsonPeer.parse(line));
            } catch (final RuntimeException | AssertionError e) {
                failure.compareAndSet(null, e);
            }
        }, args.toArray(new String[0]));
        assertEquals(0, result.exit(), result::toString);
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }
}
