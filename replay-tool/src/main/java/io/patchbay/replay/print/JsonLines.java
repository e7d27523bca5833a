package io.patchbay.replay.print;

import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.Indexes;
import io.patchbay.text.Uuids;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import org.agrona.DirectBuffer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;

/**
 * Writes JSON objects, one a line, spelled as in frames, without white space outside payloads. The methods named
 * {@code optional} write nothing for an empty or false value. A payload is written byte for byte.
 */
public final class JsonLines implements AutoCloseable {
    private final JsonGenerator json;

    JsonLines(final OutputStream out) {
        try {
            json = new JsonFactory().createGenerator(out);
            json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins an object. */
    public JsonLines begin() {
        return write(JsonGenerator::writeStartObject);
    }

    /** Ends an object. */
    public JsonLines end() {
        return write(JsonGenerator::writeEndObject);
    }

    /** Begins a field that is an object; {@link #end()} ends it. */
    public JsonLines object(final String name) {
        return write(to -> to.writeObjectFieldStart(name));
    }

    /** Begins a field that is an array; {@link #endArray()} ends it. */
    public JsonLines array(final String name) {
        return write(to -> to.writeArrayFieldStart(name));
    }

    /** Ends an array. */
    public JsonLines endArray() {
        return write(JsonGenerator::writeEndArray);
    }

    public JsonLines text(final String name, final String value) {
        return write(to -> to.writeStringField(name, value));
    }

    public JsonLines optional(final String name, final String value) {
        return value.isEmpty() ? this : text(name, value);
    }

    public JsonLines optional(final String name, final DirectBuffer value) {
        return value.capacity() == 0 ? this : text(name, Texts.of(value));
    }

    /** Writes an element of an array. */
    public JsonLines value(final String value) {
        return write(to -> to.writeString(value));
    }

    public JsonLines texts(final String name, final Iterable<String> values) {
        return write(to -> {
            to.writeArrayFieldStart(name);
            for (final String value : values) {
                to.writeString(value);
            }
            to.writeEndArray();
        });
    }

    public JsonLines optional(final String name, final List<String> values) {
        return values.isEmpty() ? this : texts(name, values);
    }

    public JsonLines number(final String name, final long value) {
        return write(to -> to.writeNumberField(name, value));
    }

    /** Writes a number with at most one digit after the point. */
    public JsonLines rate(final String name, final double value) {
        return write(to -> to.writeNumberField(name, Math.rint(value * 10) / 10));
    }

    public JsonLines flag(final String name, final boolean value) {
        return write(to -> to.writeBooleanField(name, value));
    }

    public JsonLines optional(final String name, final boolean value) {
        return value ? flag(name, true) : this;
    }

    /** Writes a field that is null. */
    public JsonLines none(final String name) {
        return write(to -> to.writeNullField(name));
    }

    public JsonLines index(final String name, final long value) {
        return text(name, Indexes.format(value));
    }

    /** Writes an index, or null for 0. */
    public JsonLines indexOrNull(final String name, final long value) {
        return value == 0 ? none(name) : index(name, value);
    }

    public JsonLines instance(final String name, final long value) {
        return text(name, Indexes.instance(value));
    }

    public JsonLines time(final String name, final long epochNs) {
        return text(name, Times.format(epochNs));
    }

    public JsonLines uuid(final String name, final long hi, final long lo) {
        return text(name, Uuids.toString(hi, lo));
    }

    /** Writes the payload field as in frames: base64 with its encoding if it is binary, null if there is none. */
    JsonLines payload(final byte encoding, final DirectBuffer payload) {
        if (encoding == Encoding.BINARY) {
            return text("payload", Base64.getEncoder().encodeToString(Texts.bytes(payload))).text("encoding", "base64");
        }
        return payload.capacity() == 0 ? none("payload") : write(to -> {
            to.writeFieldName("payload");
            to.writeRawValue(Texts.of(payload));
        });
    }

    JsonLines flush() {
        return write(JsonGenerator::flush);
    }

    @Override
    public void close() {
        write(to -> {
            if (to.getOutputContext().getEntryCount() > 0) {
                to.writeRaw('\n');
            }
            to.flush();
        });
    }

    /** A call of the generator. */
    private interface Step {
        void to(JsonGenerator json) throws IOException;
    }

    private JsonLines write(final Step step) {
        try {
            step.to(json);
            return this;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
