/**
 * The output of results: a table, JSON Lines, {@code .hgrm} files, a plot.
 */
package io.patchbay.bench.report;
