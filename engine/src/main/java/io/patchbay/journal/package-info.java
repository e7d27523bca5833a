/**
 * The journal: the data directory with its locks, and one self-describing Chronicle Wire document for each input, in one
 * Chronicle Queue. The only source of truth (contract, section 6).
 *
 * <p>{@link io.patchbay.journal.JournalWriter} is {@link io.patchbay.engine.Inputs} by appending,
 * {@link io.patchbay.journal.JournalReader} calls {@link io.patchbay.engine.Inputs} with what was appended. A record is encoded
 * completely before the queue is asked for a place, so that no half record can be committed.
 */
package io.patchbay.journal;
