/**
 * Checks a journal and writes a repaired copy of a damaged one.
 */
package io.patchbay.journal.repair;
