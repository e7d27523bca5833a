/**
 * Rebuilds the past from a journal by running the live server's engine over it. The journal may be a live server's or a copy; it
 * is only read.
 *
 * <p>{@link io.patchbay.replay.Replay} drives the fold; the commands are in {@link io.patchbay.replay.cli}.
 */
package io.patchbay.replay;
