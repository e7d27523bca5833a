/**
 * A relay that only copies bytes: consumer to relay to service and back. What Patchbay's TCP path is compared with.
 */
package io.patchbay.bench.relay;
