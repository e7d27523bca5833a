/**
 * The JMH benchmarks of the single steps that a message takes.
 */
package io.patchbay.bench.jmh;
