/**
 * The bench of one round trip through a real server.
 */
package io.patchbay.bench.roundtrip;
