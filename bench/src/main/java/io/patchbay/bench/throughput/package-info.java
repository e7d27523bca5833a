/**
 * The most that goes through, and the tail at a part of that.
 */
package io.patchbay.bench.throughput;
