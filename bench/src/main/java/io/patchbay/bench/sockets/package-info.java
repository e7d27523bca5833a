/**
 * Raw JSON clients, without the cost of an SDK.
 *
 * <p>They are for paths that the SDK does not have, and for subjects that Patchbay is compared with.
 */
package io.patchbay.bench.sockets;
