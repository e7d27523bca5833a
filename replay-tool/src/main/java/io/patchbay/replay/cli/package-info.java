/**
 * The commands {@code ./patchbay replay} and {@code ./patchbay journal}, a class each.
 */
package io.patchbay.replay.cli;
