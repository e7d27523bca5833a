package io.patchbay.text;

import io.patchbay.protocol.Limits;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;

import java.io.IOException;

/**
 * A check that bytes are one JSON value, strict by RFC 8259. The nesting is bounded so that the value fits a frame. Any thread.
 */
public final class JsonCheck {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(Limits.MAX_JSON_DEPTH - 1)
            .maxNumberLength(Limits.MAX_FRAME_CEILING_BYTES)
            .maxNameLength(Limits.MAX_FRAME_CEILING_BYTES)
            .maxStringLength(Limits.MAX_FRAME_CEILING_BYTES)
            .build())
        .build();
    private static final byte BOM = (byte)0xEF;

    private JsonCheck() {
    }

    public static void check(final byte[] utf8) {
        if (utf8.length > 0 && utf8[0] == BOM) {
            throw new IllegalArgumentException("not JSON: it begins with a byte order mark");
        }
        try (JsonParser parser = FACTORY.createParser(utf8)) {
            int depth = 0;
            int values = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.VALUE_STRING) {
                    parser.finishToken();
                }
                if (depth == 0) {
                    values++;
                }
            }
            if (values != 1) {
                throw new IllegalArgumentException("not JSON: " + (values == 0 ? "empty" : "more than one value"));
            }
        } catch (final JsonProcessingException ex) {
            final String where = ex.getLocation() == null ? "" : ", at byte " + ex.getLocation().getByteOffset();
            throw new IllegalArgumentException("not JSON: " + ex.getOriginalMessage().replaceFirst(" \\(start marker at .*", "")
                + where, ex);
        } catch (final IOException ex) {
            throw new IllegalArgumentException("not JSON: " + ex.getMessage(), ex);
        }
    }
}
