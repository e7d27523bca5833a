package io.patchbay.snapshot;

import io.patchbay.engine.Engine;
import io.patchbay.protocol.Limits;

import java.nio.ByteBuffer;

/**
 * The head of a snapshot's file, which describes the snapshot.
 *
 * @param rules        version of the engine's rules that made the state.
 * @param index        last record in the state.
 * @param recordTimeNs time of that record, which tells whether a journal has the same record there.
 * @param timeNs       engine time, epoch nanoseconds.
 * @param records      number of records that led to the state.
 * @param stateHash    state hash, as in checkpoints.
 */
public record SnapshotHead(int rules, long index, long recordTimeNs, long timeNs, long records, long stateHash) {
    static final int BYTES = 64;
    /** Spells {@code PBSNAP}, then two bytes that no text has. */
    private static final long MAGIC = 0x5042_534e_4150_000aL;
    private static final int FORMAT = 1;

    /**
     * Creates the head of an engine's present state.
     *
     * @param engine       an engine between records.
     * @param recordTimeNs time of the last record that it applied.
     * @return its head.
     */
    public static SnapshotHead of(final Engine engine, final long recordTimeNs) {
        return new SnapshotHead(Limits.RULES, engine.index(), recordTimeNs, engine.timeNs(), engine.records(),
            engine.stateHash());
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).putLong(MAGIC).putInt(FORMAT).putInt(rules).putLong(index).putLong(recordTimeNs)
            .putLong(timeNs).putLong(records).putLong(stateHash).array();
    }

    /** Reads a head. Throws an {@link IllegalStateException} if it is of a format or rules that this version does not know. */
    static SnapshotHead read(final ByteBuffer bytes) {
        if (bytes.getLong() != MAGIC) {
            throw new IllegalStateException("it does not begin as a snapshot does");
        }
        final int format = bytes.getInt();
        if (format != FORMAT) {
            throw new IllegalStateException("it has format " + format + ", this Patchbay knows " + FORMAT);
        }
        final int rules = bytes.getInt();
        if (rules != Limits.RULES) {
            throw new IllegalStateException("its state was made by rules " + rules + " of the engine, this Patchbay has "
                + Limits.RULES);
        }
        return new SnapshotHead(rules, bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }
}
