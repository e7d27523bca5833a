/**
 * What the fuzz tests of all modules share: a target is one way in for bytes that others wrote, with the promises about it.
 * The build runs each over its corpus and over mutations of it; {@code -Dpatchbay.fuzz=SECONDS} hands it to Jazzer, which is
 * led by coverage.
 */
package io.patchbay.fuzz;
