/**
 * Reads the files of a Chronicle Queue and their links by plain file reads, without opening the queue.
 */
package io.patchbay.journal.file;
