/**
 * Recovers a journal that a crash has left unfinished, before it is opened.
 */
package io.patchbay.journal.recovery;
