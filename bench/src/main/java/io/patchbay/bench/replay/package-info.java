/**
 * The benches of folding a journal: replay, restart.
 */
package io.patchbay.bench.replay;
