/**
 * The processes that a bench starts beside its own.
 */
package io.patchbay.bench.process;
