/**
 * The live host of an engine. {@link io.patchbay.host.EngineAgent} tails the journal into the engine, drives delivery, and writes
 * what only a host can know: that time has passed, a gateway is lost, or a receiver does not take its frames. Everything that the
 * outside decides reaches the engine as a record, so a replay has the same inputs.
 */
package io.patchbay.host;
