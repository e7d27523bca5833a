package io.patchbay.simulation;

/** A promise was broken. */
final class Violation extends AssertionError {
    Violation(final String message) {
        super(message);
    }
}
