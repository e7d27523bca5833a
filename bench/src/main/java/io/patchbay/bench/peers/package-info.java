/**
 * The comparison of Patchbay with its alternatives.
 */
package io.patchbay.bench.peers;
