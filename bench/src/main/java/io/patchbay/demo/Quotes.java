package io.patchbay.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import java.io.IOException;

/**
 * The logic of the pricing service, whatever its connection. A request {@code {"pair":"EURUSD","thinkMs":0}} has the answer
 * {@code {"pair":"EURUSD","price":1.0875}}, after the delay that it asks for.
 */
final class Quotes {
    static final String SERVICE = "pricing";
    static final String VERSION = "1.4.2";
    static final String METHOD = "quote";
    private static final int MAX_THINK_MS = 10_000;
    private static final JsonFactory JSON = new JsonFactory();

    private Quotes() {
    }

    /** Returns how long the answer to a request is to take, in milliseconds. */
    static int thinkMs(final String request) throws IOException {
        try (JsonParser parser = JSON.createParser(request)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    final boolean isThinkMs = "thinkMs".equals(parser.currentName());
                    if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT && isThinkMs) {
                        return Math.max(0, Math.min(MAX_THINK_MS, parser.getIntValue()));
                    }
                    parser.skipChildren();
                }
            }
            return 0;
        }
    }

    /** Returns the answer to every request. */
    static String answer() {
        return "{\"pair\":\"EURUSD\",\"price\":1.0875}";
    }
}
