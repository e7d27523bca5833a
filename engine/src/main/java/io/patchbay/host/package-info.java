/**
 * The live host: {@link io.patchbay.host.EngineAgent} tails the journal into the engine, writes what only a host can know (time
 * has passed, a gateway is gone, a receiver does not take its frames, a checkpoint) and keeps delivery going. All that the
 * outside decides comes to the engine as a record, so a replay has the same (contract, section 6).
 */
package io.patchbay.host;
