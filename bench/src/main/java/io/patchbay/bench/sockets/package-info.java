/**
 * Raw JSON clients, as lean as they can be: for what has no SDK, and for what Patchbay's SDK is compared with.
 */
package io.patchbay.bench.sockets;
