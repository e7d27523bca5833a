/**
 * The replay tool, {@code ./patchbay replay}: reads a journal, live or a copy, and runs the very engine of the live server over
 * it, with recorders for outputs (contract, section 9). Read only.
 *
 * <p>{@link io.patchbay.replay.ReplayMain} holds the commands, one class each; {@link io.patchbay.replay.Replay} drives the fold.
 */
package io.patchbay.replay;
