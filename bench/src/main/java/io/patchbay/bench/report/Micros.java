package io.patchbay.bench.report;

/**
 * Rounds figures to their precision: three digits after the point for small ones.
 */
final class Micros {
    private Micros() {
    }

    static double round(final double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
