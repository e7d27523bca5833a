package io.patchbay.replay.print;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The output of a command: JSON objects, one a line, or a table of the same. The table's last column holds the fields that have
 * no column of their own. Used by one thread.
 */
public final class ReplayReport implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int MAX_CELL_LENGTH = 160;
    private static final JsonFactory PARSERS = new JsonFactory();

    private final OutputStream out;
    private final Format format;
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final ByteArrayOutputStream scratch = new ByteArrayOutputStream();
    private JsonLines json;
    private boolean hasHeadline;

    public ReplayReport(final OutputStream out, final Format format) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        this.format = format;
    }

    /** Returns whether the output is a table for a person. */
    public boolean isText() {
        return format == Format.text;
    }

    /** Adds a column to the right of the table. */
    public ReplayReport column(final String field, final int width) {
        columns.put(field, width);
        return this;
    }

    /** Begins a line, which {@link #endLine()} ends. */
    public JsonLines line() {
        if (isText()) {
            scratch.reset();
            json = new JsonLines(scratch);
        } else if (json == null) {
            json = new JsonLines(out);
        }
        return json.begin();
    }

    /** Ends a line, and writes it. */
    public void endLine() {
        json.end();
        if (isText()) {
            json.close();
            row(parse(scratch.toByteArray()));
        }
    }

    /** Writes a line of text if the output is a table; with JSON it is left out. */
    public void words(final String words) {
        if (isText()) {
            write(words + '\n');
        }
    }

    private void row(final Map<String, String> fields) {
        if (!hasHeadline) {
            hasHeadline = true;
            final StringBuilder headline = new StringBuilder();
            columns.forEach((name, width) -> cell(headline, name.toUpperCase(Locale.ROOT), width));
            if (headline.length() > 0) {
                write(headline.toString().stripTrailing() + '\n');
            }
        }
        final StringBuilder row = new StringBuilder();
        columns.forEach((name, width) -> cell(row, fields.getOrDefault(name, ""), width));
        fields.forEach((name, value) -> {
            if (!columns.containsKey(name) && !"type".equals(name)) {
                row.append(name).append('=')
                    .append(value.length() > MAX_CELL_LENGTH ? value.substring(0, MAX_CELL_LENGTH) + '…' : value).append(' ');
            }
        });
        write(row.toString().stripTrailing() + '\n');
    }

    private static void cell(final StringBuilder row, final String value, final int width) {
        row.append(value).append(" ".repeat(Math.max(0, width - value.length()))).append("  ");
    }

    /** Returns the top-level fields of a JSON object: objects and arrays as JSON, all others as text. */
    private static Map<String, String> parse(final byte[] line) {
        final Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = PARSERS.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                final String name = parser.currentName();
                final JsonToken token = parser.nextToken();
                if (token.isStructStart()) {
                    final int start = (int)parser.currentTokenLocation().getByteOffset();
                    parser.skipChildren();
                    final int end = (int)parser.currentLocation().getByteOffset();
                    fields.put(name, new String(line, start, end - start, StandardCharsets.UTF_8));
                } else {
                    fields.put(name, parser.getText());
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return fields;
    }

    private void write(final String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (json != null && !isText()) {
                json.close();
            }
            out.flush();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
