/**
 * The journal of a data directory. Each input is one self-describing Chronicle Wire document in a Chronicle Queue; the package
 * also holds the data directory's locks. The journal is the only source of truth.
 *
 * <p>{@link io.patchbay.journal.JournalWriter} implements {@code Inputs} by appending,
 * {@link io.patchbay.journal.JournalReader} calls {@code Inputs} with what was appended. A record is encoded
 * completely before the queue is asked for a place, so that no half record can be committed.
 */
package io.patchbay.journal;
