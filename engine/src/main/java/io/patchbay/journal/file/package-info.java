/**
 * Reads the linked files of a Chronicle Queue by plain file reads, without opening the queue.
 */
package io.patchbay.journal.file;
