/**
 * How fast a journal is folded again.
 */
package io.patchbay.bench.replay;
