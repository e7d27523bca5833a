/**
 * The floor: the hops of a journaled round trip by Aeron IPC with no logic between them. What Patchbay's Aeron path is compared
 * with.
 */
package io.patchbay.bench.floor;
