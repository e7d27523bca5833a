package io.patchbay.demo;

import io.patchbay.engine.input.CheckpointInput;
import io.patchbay.journal.Journal;
import io.patchbay.journal.JournalReader;
import io.patchbay.protocol.Indexes;
import io.patchbay.replay.cli.ReplayMain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The journal of the demo's server, replayed by the replay tool's own commands, in the form that can be compared with what the
 * consumer saw live.
 */
final class ReplayedEvents {
    private static final JsonFactory JSON = new JsonFactory();

    private final Path data;

    ReplayedEvents(final Path data) {
        this.data = data;
    }

    /** How one event is spelt for the comparison. */
    static String line(final String event, final String index, final String instance, final String reason, final String id) {
        return String.join(" ", event, index, instance, reason, id);
    }

    /** The events that the fold decides, after one index and up to another. */
    List<String> between(final long after, final long upTo) throws IOException {
        final List<String> events = new ArrayList<>();
        for (final String json : replay("events")) {
            final Map<String, String> fields = fields(json);
            final long index = Indexes.parse(fields.get("index"));
            if (index > after && index <= upTo) {
                events.add(line(fields.get("event"), fields.get("index"), fields.getOrDefault("instance", ""),
                    fields.getOrDefault("reason", ""), fields.getOrDefault("id", "")));
            }
        }
        return events;
    }

    /** The last checkpoint: what the live engine's state hash was, and where. Null where there is none. */
    CheckpointInput lastCheckpoint() {
        final CheckpointInput last = new CheckpointInput();
        try (Journal journal = Journal.openReadOnly(data); JournalReader reader = journal.newReader()) {
            boolean isThere = true;
            while (isThere) {
                isThere = reader.next(in -> {
                    if (in instanceof CheckpointInput checkpoint) {
                        last.at = checkpoint.at;
                        last.hash = checkpoint.hash;
                        last.records = checkpoint.records;
                    }
                });
            }
        }
        return last.at == 0 ? null : last;
    }

    /** The state hash that the fold gives right after a record, as it prints it. */
    String hashAt(final long index) throws IOException {
        return fields(replay("state", "--at", Indexes.format(index)).get(0)).get("hash");
    }

    /** What verify says of every checkpoint. */
    Map<String, String> verify() throws IOException {
        return fields(replay("verify").get(0));
    }

    private List<String> replay(final String command, final String... options) throws IOException {
        final List<String> arguments = new ArrayList<>(List.of(command, "--data", data.toString(), "--format", "json"));
        arguments.addAll(List.of(options));
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final PrintStream messages = new PrintStream(err, true, StandardCharsets.UTF_8);
        final int code = ReplayMain.run(out, messages, arguments.toArray(new String[0]));
        final List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        if (code > 1 || lines.isEmpty() && !"events".equals(command)) {
            throw new IOException("replay " + command + " ended with " + code + ": "
                + err.toString(StandardCharsets.UTF_8).strip());
        }
        return lines;
    }

    /** Top-level fields with plain values. */
    private static Map<String, String> fields(final String json) throws IOException {
        final Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                final String name = parser.currentName();
                if (parser.nextToken().isScalarValue()) {
                    fields.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        }
        return fields;
    }
}
