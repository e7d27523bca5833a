/**
 * The baselines of Patchbay's round trips.
 *
 * <p>The floor does the hops over Aeron IPC without logic. The relay copies bytes between TCP sockets.
 */
package io.patchbay.bench.baseline;
