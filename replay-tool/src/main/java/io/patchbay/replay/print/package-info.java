/**
 * Prints what a replay finds, as JSON lines or as tables.
 */
package io.patchbay.replay.print;
