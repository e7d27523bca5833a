/**
 * {@code ./patchbay bench}: JMH benchmarks of the steps that a message takes, and the round trip through a real server.
 */
package io.patchbay.bench;
