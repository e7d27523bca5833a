package io.patchbay.simulation;

/** Thrown where a promise is broken. */
final class Violation extends AssertionError {
    Violation(final String message) {
        super(message);
    }
}
