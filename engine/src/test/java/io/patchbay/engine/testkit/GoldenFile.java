package io.patchbay.engine.testkit;

import io.patchbay.engine.input.Input;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A text file of records and the engine's outputs: a line for each record, then, indented, a line for each of its outputs. Lines
 * that begin with {@code #} are comments. See {@link RecordLine} and {@link OutputText}.
 */
public final class GoldenFile {
    /** The time of the first record, 2026-01-01T00:00:00Z, in epoch nanoseconds. */
    public static final long EPOCH_NS = 1_767_225_600_000_000_000L;
    private static final String INDENT = "    ";
    private static final long UNKNOWN_INDEX = 0x7777_7777L;
    private static final long FIRST_SESSION = 0x1000_0000L;

    private GoldenFile() {
    }

    /**
     * Returns whether a line is a record's.
     *
     * @param line of a file.
     * @return false for outputs, comments and empty lines.
     */
    public static boolean isRecord(final String line) {
        return !line.isBlank() && !line.startsWith("#") && !line.startsWith(INDENT);
    }

    /**
     * Parses the record lines of a file.
     *
     * @param lines of the file.
     * @return the records.
     */
    public static List<RecordLine> records(final List<String> lines) {
        final List<RecordLine> records = new ArrayList<>();
        for (final String line : lines) {
            if (isRecord(line)) {
                records.add(RecordLine.parse(line));
            }
        }
        return records;
    }

    /**
     * Returns the file's comments and records with the engine's present outputs.
     *
     * @param lines of the file.
     * @return all lines.
     */
    public static List<String> rendered(final List<String> lines) {
        final List<RecordLine> records = records(lines);
        final Labels labels = new Labels();
        final List<Input> inputs = inputs(records, labels);
        final EngineRun run = new EngineRun(labels::name, EPOCH_NS);
        final List<String> result = new ArrayList<>();
        int next = 0;
        for (final String line : lines) {
            if (!line.startsWith(INDENT)) {
                result.add(line);
            }
            if (isRecord(line)) {
                run.text.lines.clear();
                run.apply(inputs.get(next++));
                run.checkHash();
                run.text.lines.forEach(output -> result.add(INDENT + output));
            }
        }
        return result;
    }

    /**
     * Returns carriers for records, with indexes and times.
     *
     * @param records the records.
     * @return one carrier for each record, in order.
     */
    public static List<Input> inputs(final List<RecordLine> records) {
        return inputs(records, new Labels());
    }

    private static List<Input> inputs(final List<RecordLine> records, final Labels labels) {
        final List<Input> inputs = new ArrayList<>();
        long timeNs = EPOCH_NS;
        for (final RecordLine record : records) {
            final long index = (inputs.size() + 1) * 16L;
            labels.put(record.label, index);
            timeNs += record.afterMs * 1_000_000;
            final Input in = record.toInput(labels::index);
            in.index = index;
            in.timeNs = timeNs;
            inputs.add(in);
        }
        return inputs;
    }

    /** Maps between labels and indexes. A label stands for the first record that has it. */
    private static final class Labels {
        private final Map<String, Long> indexes = new HashMap<>();
        private final Map<Long, String> names = new HashMap<>();
        private long nextSession = FIRST_SESSION;

        void put(final String label, final long index) {
            indexes.putIfAbsent(label, index);
            names.put(index, label);
        }

        long index(final String label) {
            if (label.startsWith("session of ")) {
                return indexes.computeIfAbsent(label, key -> nextSession++);
            }
            return indexes.getOrDefault(label, UNKNOWN_INDEX);
        }

        String name(final long index) {
            return names.getOrDefault(index, "?" + index);
        }
    }
}
