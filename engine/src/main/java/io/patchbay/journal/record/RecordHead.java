package io.patchbay.journal.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.patchbay.engine.input.RecordKind;
import io.patchbay.protocol.Limits;
import io.patchbay.text.Uuids;

import net.openhft.chronicle.core.UnsafeMemory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A run of fields that is the same in all records of a kind, except for values of fixed length. It is written and recognized
 * eight bytes at a time instead of field by field. A record without it is read field by field. Immutable, any thread.
 */
final class RecordHead {
    private static final UnsafeMemory MEMORY = UnsafeMemory.INSTANCE;
    private static final int MAX_BYTES = 128;

    /** The sender and the id, which follow the first fields of most records. */
    static final RecordHead FROM_ID = new Builder().field(Field.FROM).code(WireCodes.INT64_HEX).hole(Long.BYTES)
        .field(Field.ID).code(WireCodes.STRING_ANY).code(Uuids.LENGTH).hole(Uuids.LENGTH).make();

    private final int lengthBytes;
    private final int[] holes;
    private final long[] words;
    private final long[] masks;

    private RecordHead(final byte[] bytes, final byte[] mask, final int lengthBytes, final int[] holes) {
        this.lengthBytes = lengthBytes;
        this.holes = holes;
        final int count = (lengthBytes + Long.BYTES - 1) / Long.BYTES;
        words = new long[count];
        masks = new long[count];
        for (int i = 0; i < count; i++) {
            words[i] = longAt(bytes, offset(i));
            masks[i] = longAt(mask, offset(i));
        }
    }

    /** Returns the run that begins the records of a kind: kind, time, schema and rules. */
    static RecordHead of(final RecordKind kind) {
        final byte[] name = kind.wireName().getBytes(US_ASCII);
        return new Builder().field(Field.KIND).code(WireCodes.STRING_0 + name.length).bytes(name)
            .field(Field.TIME).code(WireCodes.INT64).hole(Long.BYTES)
            .field(Field.SCHEMA).small(Limits.SCHEMA).field(Field.RULES).small(Limits.RULES).make();
    }

    int lengthBytes() {
        return lengthBytes;
    }

    /** Returns the offset of a value in the run. */
    int hole(final int number) {
        return holes[number];
    }

    /** Returns whether the run is at an address. The bytes of its length must be readable there. */
    boolean isAt(final long address) {
        final int last = words.length - 1;
        long differs = (MEMORY.readLong(address + lengthBytes - Long.BYTES) ^ words[last]) & masks[last];
        long at = address;
        for (int i = 0; i < last; i++) {
            differs |= (MEMORY.readLong(at) ^ words[i]) & masks[i];
            at += Long.BYTES;
        }
        return differs == 0;
    }

    /** Writes the run, with zeros for its values. */
    void put(final long address) {
        final int last = words.length - 1;
        long at = address;
        for (int i = 0; i < last; i++) {
            MEMORY.writeLong(at, words[i]);
            at += Long.BYTES;
        }
        MEMORY.writeLong(address + lengthBytes - Long.BYTES, words[last]);
    }

    /** Returns the offset of one of the longs; the last one overlaps with the one before. */
    private int offset(final int number) {
        return Math.min(number * Long.BYTES, lengthBytes - Long.BYTES);
    }

    private static long longAt(final byte[] bytes, final int offset) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getLong(offset);
    }

    /** Assembles a run. */
    private static final class Builder {
        private final byte[] bytes = new byte[MAX_BYTES];
        private final byte[] mask = new byte[MAX_BYTES];
        private int[] holes = new int[0];
        private int length;

        Builder field(final Field field) {
            return bytes(field.header());
        }

        Builder bytes(final byte[] more) {
            for (final byte b : more) {
                code(b);
            }
            return this;
        }

        Builder code(final int code) {
            bytes[length] = (byte)code;
            mask[length++] = (byte)0xff;
            return this;
        }

        /** Adds a number whose code is the number itself. */
        Builder small(final int number) {
            if (number < 0 || number >= 0x80) {
                throw new IllegalArgumentException("not small: " + number);
            }
            return code(number);
        }

        Builder hole(final int lengthBytes) {
            holes = Arrays.copyOf(holes, holes.length + 1);
            holes[holes.length - 1] = length;
            length += lengthBytes;
            return this;
        }

        RecordHead make() {
            return new RecordHead(bytes, mask, length, holes);
        }
    }
}
