package io.patchbay.gateway.json;

import io.patchbay.protocol.Limits;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A second JSON parser to compare with: the JDK's strict UTF-8 decoder, then Jackson. One thread.
 */
public final class JacksonOracle {
    private static final byte[] PREFIX = "{\"a\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SUFFIX = "]}".getBytes(StandardCharsets.US_ASCII);

    /** For a frame, and for a payload, which the check puts one level deeper than a frame does. */
    private final JsonFactory frames = factory(Limits.MAX_JSON_DEPTH);
    private final JsonFactory payloads = factory(Limits.MAX_JSON_DEPTH + 1);
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private CharBuffer chars = CharBuffer.allocate(4096);
    private boolean hasSurrogateEscape;

    /** A parsed JSON value. */
    static final class Node {
        JsonToken token;
        /** The text that a string spells; for other scalars as in {@link #raw}. Null for objects and arrays. */
        String text;
        /** The value as it was written; for objects and arrays only where they are the frame's own fields. */
        String raw;
        final List<String> names = new ArrayList<>();
        final List<Node> values = new ArrayList<>();

        boolean isString() {
            return token == JsonToken.VALUE_STRING;
        }

        boolean isObject() {
            return token == JsonToken.START_OBJECT;
        }

        boolean isArray() {
            return token == JsonToken.START_ARRAY;
        }

        boolean isBoolean() {
            return token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE;
        }
    }

    private static JsonFactory factory(final int maxDepth) {
        // Names are random, so a cache of names would only cost time.
        return JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(maxDepth).maxNumberLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE).maxStringLength(Integer.MAX_VALUE).build())
            .build();
    }

    /** Returns the JSON object that the bytes are, or null where they are not exactly one. */
    Node object(final byte[] bytes) {
        return object(bytes, frames);
    }

    private Node object(final byte[] bytes, final JsonFactory factory) {
        if (!decode(bytes)) {
            return null;
        }
        try {
            return parse(factory);
        } catch (final JacksonException ex) {
            return ex.getOriginalMessage().contains("surrogate") ? parseWithoutSurrogates(factory) : null;
        } catch (final IOException ex) {
            throw new AssertionError(ex);
        }
    }

    /** Returns whether the last text had escapes of surrogates, so that its strings may not equal what they spell. */
    boolean hasSurrogateEscape() {
        return hasSurrogateEscape;
    }

    /**
     * Returns whether the bytes are exactly one JSON value, without CR or LF.
     *
     * @param value the bytes.
     * @return true where a payload may be these bytes.
     */
    public boolean isPayload(final byte[] value) {
        if (value.length == 0 || value[0] == ' ' || value[0] == '\t' || value[value.length - 1] == ' '
            || value[value.length - 1] == '\t') {
            return false;
        }
        for (final byte b : value) {
            if (b == '\n' || b == '\r') {
                return false;
            }
        }
        // Within an array, since text such as 1,"a":2 could end the value within an object.
        final byte[] array = new byte[value.length + PREFIX.length + SUFFIX.length];
        System.arraycopy(PREFIX, 0, array, 0, PREFIX.length);
        System.arraycopy(value, 0, array, PREFIX.length, value.length);
        System.arraycopy(SUFFIX, 0, array, PREFIX.length + value.length, SUFFIX.length);
        final Node object = object(array, payloads);
        return object != null && object.names.size() == 1 && object.values.get(0).values.size() == 1;
    }

    /**
     * Returns whether the bytes are UTF-8.
     *
     * @param bytes to check.
     * @return true where they are well formed.
     */
    public boolean isUtf8(final byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (final IOException ex) {
            return false;
        }
    }

    private boolean decode(final byte[] bytes) {
        if (chars.capacity() < bytes.length) {
            chars = CharBuffer.allocate(bytes.length * 2);
        }
        chars.clear();
        decoder.reset();
        hasSurrogateEscape = false;
        if (decoder.decode(ByteBuffer.wrap(bytes), chars, true).isError() || decoder.flush(chars).isError()) {
            return false;
        }
        chars.flip();
        for (int i = 0; i + 5 < chars.length() && !hasSurrogateEscape; i++) {
            hasSurrogateEscape = isSurrogateEscape(i);
        }
        return chars.length() == 0 || chars.charAt(0) != '\ufeff';
    }

    private boolean isSurrogateEscape(final int at) {
        return chars.charAt(at) == '\\' && chars.charAt(at + 1) == 'u' && (chars.charAt(at + 2) | 0x20) == 'd';
    }

    /** Parses again with a letter in place of half a surrogate pair. RFC 8259 allows it in names, but Jackson refuses it. */
    private Node parseWithoutSurrogates(final JsonFactory factory) {
        for (int i = 0; i + 5 < chars.length(); i++) {
            if (isSurrogateEscape(i)) {
                chars.put(i + 2, '0');
            }
        }
        try {
            return parse(factory);
        } catch (final IOException ex) {
            return null;
        }
    }

    private Node parse(final JsonFactory factory) throws IOException {
        try (JsonParser parser = factory.createParser(chars.array(), 0, chars.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            final Node object = node(parser, 0);
            return parser.nextToken() == null ? object : null;
        }
    }

    private Node node(final JsonParser parser, final int depth) throws IOException {
        final Node node = new Node();
        node.token = parser.currentToken();
        final int from = (int)parser.currentTokenLocation().getCharOffset();
        if (node.isObject()) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                node.names.add(parser.currentName());
                parser.nextToken();
                node.values.add(node(parser, depth + 1));
            }
        } else if (node.isArray()) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                node.values.add(node(parser, depth + 1));
            }
        } else {
            node.text = parser.getText();
        }
        final int to = node.token.isNumeric() ? from + node.text.length() : (int)parser.currentLocation().getCharOffset();
        if (node.text != null || depth == 1) {
            node.raw = new String(chars.array(), from, to - from);
        }
        return node;
    }
}
