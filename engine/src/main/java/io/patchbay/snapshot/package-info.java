/**
 * Snapshots: files with the whole state at one index of the journal, so that a start need not fold the journal from its first
 * record (contract, section 6). {@link io.patchbay.snapshot.Snapshots} is the directory, {@link io.patchbay.snapshot.Snapshot}
 * one file. The journal stays the only source of truth: whatever a snapshot says can be folded again and compared.
 */
package io.patchbay.snapshot;
