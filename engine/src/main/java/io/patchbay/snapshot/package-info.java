/**
 * Snapshots: files with the whole state at one index of the journal, so that a start need not fold the journal from its first
 * record. {@link io.patchbay.snapshot.Snapshots} is the directory, {@link io.patchbay.snapshot.Snapshot} one file. The journal
 * remains the only source of truth: a snapshot can always be checked by folding the journal again.
 */
package io.patchbay.snapshot;
