/**
 * Shared parts of the fuzz tests of all modules. A target is an entry point for bytes that others wrote, with the promises about
 * it. The build runs each target over its corpus and over mutations of it. {@code -Dpatchbay.fuzz=SECONDS} runs Jazzer instead,
 * which is guided by coverage.
 */
package io.patchbay.fuzz;
