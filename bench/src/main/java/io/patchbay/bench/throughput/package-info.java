/**
 * The bench of the highest rate, with the latency's tail at a part of it.
 */
package io.patchbay.bench.throughput;
