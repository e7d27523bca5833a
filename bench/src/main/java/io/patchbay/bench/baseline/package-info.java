/**
 * What Patchbay's own round trips are compared with: the floor, which is the hops by Aeron IPC without logic, and a relay that
 * copies bytes between TCP sockets.
 */
package io.patchbay.bench.baseline;
