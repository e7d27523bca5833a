/**
 * Clocks for who else is alive: they count only time in which this process ran, or that the media driver itself has told.
 */
package io.patchbay.time;
