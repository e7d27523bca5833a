/**
 * The load generators of the benches that measure a request with its reply.
 *
 * <p>A subject that implements {@link io.patchbay.bench.load.Exchange} can be measured in a closed or in an open loop.
 */
package io.patchbay.bench.load;
