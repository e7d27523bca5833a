/**
 * The bench of one sender with many listeners.
 */
package io.patchbay.bench.fanout;
