/**
 * The command line of the replay tool: a class for each command of {@code ./patchbay replay} or {@code ./patchbay journal}.
 */
package io.patchbay.replay.cli;
