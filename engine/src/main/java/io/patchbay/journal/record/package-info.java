/**
 * The encoding of one record of the journal.
 */
package io.patchbay.journal.record;
