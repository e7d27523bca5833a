/**
 * Rebuilds the past from a journal, live or a copy, by running the engine of the live server over it. Read only.
 *
 * <p>{@link io.patchbay.replay.Replay} drives the fold; the commands are in {@link io.patchbay.replay.cli}.
 */
package io.patchbay.replay;
