/**
 * Load on request and reply: one generator, closed or open loop, for whatever subject implements
 * {@link io.patchbay.bench.load.Exchange}.
 */
package io.patchbay.bench.load;
