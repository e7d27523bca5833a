package io.patchbay.simulation;

import io.patchbay.protocol.EventName;

import org.agrona.concurrent.UnsafeBuffer;

import java.nio.charset.StandardCharsets;

/**
 * The names and texts that simulated clients use. Names and methods have one letter, so that the model can compare them easily.
 */
final class FrameTexts {
    /** Names of services; clients register under the first three only. */
    static final String[] NAMES = {"a", "b", "c", "d"};
    static final String[] METHODS = {"x", "y", "z"};
    static final String[] VERSIONS = {"1.0.0", "1.1.0", "2.0.0"};
    private static final String[] WANTED = {"", "", "", "", "@1", "@1.1", "@1.1.0", "@3"};
    private static final EventName[] EVENTS = EventName.values();

    static final UnsafeBuffer[] DESTINATIONS = destinations();
    static final UnsafeBuffer RESPONDER = text("answer");
    static final UnsafeBuffer NOTHING = new UnsafeBuffer(new byte[0]);
    static final UnsafeBuffer[] EVENT_NAMES = {text("tick"), text("tock")};
    static final UnsafeBuffer[] KEYS = {NOTHING, text("EUR/USD"), text("customer-42"), text("k3")};
    static final UnsafeBuffer[] NAME_TEXTS = {NOTHING, text("a"), text("b"), text("c"), text("d")};
    static final UnsafeBuffer ERROR_CODE = text("sold-out");

    private FrameTexts() {
    }

    static int eventOf(final String word) {
        for (final EventName event : EVENTS) {
            if (event.wireName().equals(word)) {
                return event.ordinal();
            }
        }
        throw new IllegalArgumentException(word);
    }

    private static UnsafeBuffer[] destinations() {
        final UnsafeBuffer[] all = new UnsafeBuffer[NAMES.length * WANTED.length * METHODS.length];
        int i = 0;
        for (final String name : NAMES) {
            for (final String wanted : WANTED) {
                for (final String method : METHODS) {
                    all[i++] = text(name + wanted + ":" + method);
                }
            }
        }
        return all;
    }

    private static UnsafeBuffer text(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }
}
