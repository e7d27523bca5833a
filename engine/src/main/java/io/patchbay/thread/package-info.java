/**
 * Helper threads: their priority, the wait for their end.
 */
package io.patchbay.thread;
