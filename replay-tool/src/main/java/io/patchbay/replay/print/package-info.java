/**
 * Prints the results of the replay tool, as JSON lines or as tables.
 */
package io.patchbay.replay.print;
