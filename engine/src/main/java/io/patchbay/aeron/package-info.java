/**
 * Connects a process to the media driver of a data directory.
 */
package io.patchbay.aeron;
