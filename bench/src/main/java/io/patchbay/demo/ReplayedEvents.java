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
 * The events of the demo's journal, replayed by the commands of the replay tool, for the comparison with those that the consumer
 * received live.
 */
final class ReplayedEvents {
    private static final JsonFactory JSON = new JsonFactory();

    private final Path data;

    ReplayedEvents(final Path data) {
        this.data = data;
    }

    /** Returns the text of an event that is compared. */
    static String line(final String event, final String index, final String instance, final String reason, final String id) {
        return String.join(" ", event, index, instance, reason, id);
    }

    /** Returns the events that the fold decides, after one index and up to another. */
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

    /** Returns the last checkpoint, with the live engine's state hash, or null if there is none. */
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

    /** Returns the state hash of the fold right after a record, as the replay tool prints it. */
    String hashAt(final long index) throws IOException {
        return fields(replay("state", "--at", Indexes.format(index)).get(0)).get("hash");
    }

    /** Returns the fields that {@code replay verify} prints. */
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

    /** Returns the top-level fields of a JSON object whose values are neither objects nor arrays. */
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
