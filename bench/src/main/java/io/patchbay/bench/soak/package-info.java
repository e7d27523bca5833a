/**
 * Runs the tests that inject faults with larger numbers than a build does: {@code ./patchbay soak}. Each kind of soak is one
 * class, a {@link io.patchbay.bench.soak.Soak}, and one entry in {@link io.patchbay.bench.soak.SoakCommand}.
 */
package io.patchbay.bench.soak;
