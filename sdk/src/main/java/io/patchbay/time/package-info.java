/**
 * Clocks for liveness decisions. They count only the time in which this process ran, or the time that the media driver's
 * heartbeats report.
 */
package io.patchbay.time;
