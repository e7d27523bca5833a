package io.patchbay.engine.testkit;

import io.patchbay.engine.input.Input;
import io.patchbay.engine.input.RecordKind;
import io.patchbay.engine.input.RegistrationInput;
import io.patchbay.protocol.EventName;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * A record as a line of text, {@code label +ms kind field=value flag …}, for golden files.
 *
 * <p>The label stands for the record's index, so that later lines can refer to it. {@code +ms} is the time since the record
 * before. Fields are those of the carrier; {@code id=7} stands for the UUID with that number. Where a registration does not give
 * them, it has version 1.0.0, principal anonymous, a session of its own, and the protocol's default for {@code listen};
 * {@code listen=-} is an empty list.
 */
public final class RecordLine {
    /** The label, which stands for the record's index in its file. */
    public final String label;
    /** Milliseconds since the record before; may be negative. */
    public final long afterMs;
    /** The kind of record. */
    public final RecordKind kind;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final String ownSession;

    private RecordLine(final String label, final long afterMs, final RecordKind kind) {
        this.label = label;
        this.afterMs = afterMs;
        this.kind = kind;
        ownSession = "session of " + label;
    }

    /**
     * Parses a line.
     *
     * @param line a line as described above.
     * @return the record.
     */
    public static RecordLine parse(final String line) {
        final String[] words = line.trim().split("\\s+");
        final boolean hasTime = words[1].matches("[+-]\\d+");
        final RecordKind kind = RecordKind.fromWire(words[hasTime ? 2 : 1]);
        if (kind == null) {
            throw new IllegalArgumentException("no such kind of record: " + line);
        }
        final RecordLine result = new RecordLine(words[0], hasTime ? Long.parseLong(words[1]) : 0, kind);
        for (int i = hasTime ? 3 : 2; i < words.length; i++) {
            final int equals = words[i].indexOf('=');
            result.fields.put(equals < 0 ? words[i] : words[i].substring(0, equals),
                equals < 0 ? "true" : words[i].substring(equals + 1));
        }
        return result;
    }

    /**
     * Returns a new carrier with these fields. The caller sets index and time.
     *
     * @param indexOf the index for which a label, or a session's name, stands.
     * @return a filled carrier.
     */
    public Input toInput(final ToLongFunction<String> indexOf) {
        final Input in = kind.newInput();
        if (in instanceof RegistrationInput registration) {
            registration.session = indexOf.applyAsLong(ownSession);
            registration.principal = "anonymous";
            registration.version = "1.0.0";
            if (!fields.containsKey("listen")) {
                for (final EventName event : EventName.values()) {
                    if (fields.containsKey("methods") || event.ordinal() <= EventName.SERVICE_OFFLINE.ordinal()) {
                        registration.listen.add(event.wireName());
                    }
                }
            }
        }
        fields.forEach((name, value) -> RecordFields.set(in, name, value, indexOf));
        return in;
    }
}
