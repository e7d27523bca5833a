package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.endtoend.PatchbayProcess.Result;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What an auditor finds in a journal by {@code ./patchbay replay} alone: every message, and how often each ended.
 */
final class Audit {
    private final Map<String, Integer> ends = new LinkedHashMap<>();
    private final Set<String> oneWay = new HashSet<>();
    private final Map<String, Integer> reasons = new HashMap<>();

    private Audit() {
    }

    static Audit of(final Path data) throws Exception {
        final Audit audit = new Audit();
        for (final String line : lines("export", data)) {
            final JsonNode record = JsonPeer.parse(line);
            final String kind = record.get("kind").asText();
            if (kind.equals("message")) {
                audit.ends.putIfAbsent(record.get("id").asText(), 0);
                if (!record.hasNonNull("responder")) {
                    audit.oneWay.add(record.get("id").asText());
                }
            } else if (kind.equals("reply") && !record.path("more").asBoolean()) {
                audit.ends.merge(record.get("id").asText(), 1, Integer::sum);
            }
        }
        for (final String line : lines("events", data)) {
            final JsonNode event = JsonPeer.parse(line);
            if (event.get("event").asText().equals("unhandled-message")) {
                final String reason = event.get("reason").asText();
                audit.reasons.merge(reason, 1, Integer::sum);
                // a reply that fitted nothing is in the export as a reply, and ended nothing
                audit.ends.merge(event.get("id").asText(), reason.equals("no-request") ? -1 : 1, Integer::sum);
            }
        }
        return audit;
    }

    /** Every accepted id is there, and every message of the journal ended exactly once. */
    void assertHolds(final Set<String> accepted) {
        for (final String id : accepted) {
            assertTrue(ends.containsKey(id), () -> "accepted, but not in the journal: " + id);
        }
        ends.forEach((id, count) -> assertEquals(oneWay.contains(id) ? 0 : 1, count, () -> "ends of " + id));
    }

    /** Of these messages each is there and ended exactly once, whatever others did with theirs. */
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
        return JsonPeer.parse(lines("state", data).get(0));
    }

    private static java.util.List<String> lines(final String command, final Path data) throws Exception {
        final Result result = PatchbayProcess.run("replay", command, "--data", data.toString());
        assertEquals(0, result.exit(), result::toString);
        return result.lines();
    }
}
