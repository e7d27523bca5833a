/**
 * Request and reply through a real server.
 */
package io.patchbay.bench.roundtrip;
