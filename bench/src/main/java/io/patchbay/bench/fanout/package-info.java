/**
 * One sender, many listeners.
 */
package io.patchbay.bench.fanout;
