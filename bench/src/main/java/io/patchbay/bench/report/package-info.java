/**
 * What measurements gave: as rows of a table, JSON Lines, {@code .hgrm} files and a plot.
 */
package io.patchbay.bench.report;
