/**
 * What others do: NATS and a plain relay beside Patchbay, by one command.
 */
package io.patchbay.bench.peers;
