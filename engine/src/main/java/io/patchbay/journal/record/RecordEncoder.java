package io.patchbay.journal.record;

import io.patchbay.protocol.Encoding;
import io.patchbay.text.Uuids;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.core.UnsafeMemory;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Encodes one record's fields as Chronicle's binary wire into its own buffer, from which the journal's writer copies them in one
 * piece. The buffer grows when it must; otherwise nothing is allocated. One thread.
 */
public final class RecordEncoder implements AutoCloseable {
    private static final UnsafeMemory MEMORY = UnsafeMemory.INSTANCE;
    private static final int INITIAL_BYTES = 128 << 10;
    /** Bytes that are enough for the header and the value codes of anything of fixed size. */
    private static final int SLACK_BYTES = 128;

    /** Encoding of a payload that is JSON but was written as bytes, since it is not UTF-8. */
    static final String JSON_WORD = "json";

    private final RecordCrc crc = new RecordCrc();
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer buffer = new UnsafeBuffer(0, 0);
    private BytesStore<?, ?> store;
    private long base;
    private int position;

    public RecordEncoder() {
        store = BytesStore.nativeStoreWithFixedCapacity(INITIAL_BYTES);
        base = store.addressForWrite(0);
        buffer.wrap(base, INITIAL_BYTES);
    }

    public void reset() {
        position = 0;
    }

    public int length() {
        return position;
    }

    /** Returns the address of the record's first byte. */
    public long address() {
        return base;
    }

    /** Writes the run of fields that begins a record. */
    void head(final RecordHead head, final long number) {
        ensure(head.lengthBytes());
        head.put(base + position);
        MEMORY.writeLong(base + position + head.hole(0), number);
        position += head.lengthBytes();
    }

    /** Writes the sender and the id. */
    void fromId(final long from, final long idHi, final long idLo) {
        final RecordHead head = RecordHead.FROM_ID;
        final int at = position;
        head(head, from);
        Uuids.put(idHi, idLo, buffer, at + head.hole(1));
    }

    /** Writes a number in as few bytes as it needs. */
    public void number(final Field field, final long value) {
        header(field);
        if (value >= 0 && value < 0x80) {
            buffer.putByte(position++, (byte)value);
        } else if (value >= 0 && value < 0x100) {
            code(WireCodes.UINT8);
            buffer.putByte(position++, (byte)value);
        } else if (value >= 0 && value < 0x1_0000) {
            code(WireCodes.UINT16);
            buffer.putShort(position, (short)value, ByteOrder.LITTLE_ENDIAN);
            position += Short.BYTES;
        } else if (value == (int)value) {
            code(WireCodes.INT32);
            buffer.putInt(position, (int)value, ByteOrder.LITTLE_ENDIAN);
            position += Integer.BYTES;
        } else {
            code(WireCodes.INT64);
            buffer.putLong(position, value, ByteOrder.LITTLE_ENDIAN);
            position += Long.BYTES;
        }
    }

    /** Writes an index or a hash, a number that tools print in hexadecimal. */
    public void hex(final Field field, final long value) {
        header(field);
        code(WireCodes.INT64_HEX);
        buffer.putLong(position, value, ByteOrder.LITTLE_ENDIAN);
        position += Long.BYTES;
    }

    /** Writes a field if its value is true; a missing field is false. */
    void flag(final Field field, final boolean value) {
        if (value) {
            header(field);
            code(WireCodes.TRUE);
        }
    }

    /** Writes a constant: short ASCII text. */
    public void constant(final Field field, final String constant) {
        header(field);
        textLength(constant.length());
        buffer.putStringWithoutLengthAscii(position, constant);
        position += constant.length();
    }

    /** Writes any text unless it is empty. Allocates. */
    void text(final Field field, final String text) {
        if (!text.isEmpty()) {
            header(field);
            element(text);
        }
    }

    /** Writes UTF-8 text unless it is empty. */
    void text(final Field field, final DirectBuffer text) {
        if (text.capacity() > 0) {
            header(field);
            utf8(text);
        }
    }

    /** Writes UTF-8 text, even if it is empty. */
    void textAlways(final Field field, final DirectBuffer text) {
        header(field);
        utf8(text);
    }

    /** Writes a payload: JSON as text, binary as bytes. An empty JSON payload is left out. */
    void payload(final byte encoding, final DirectBuffer payload) {
        if (encoding == Encoding.BINARY) {
            header(Field.PAYLOAD);
            bytes(payload);
        } else if (payload.capacity() > 0) {
            final int before = position;
            header(Field.PAYLOAD);
            if (ascii(payload)) {
                return;
            }
            position = before;
            if (WireText.wireLength(payload) == WireText.NOT_UTF8) {
                 constant(Field.ENCODING, JSON_WORD);
            }
            header(Field.PAYLOAD);
            utf8(payload);
        }
    }

    /** Writes a sequence of texts unless it is empty. Allocates. */
    void list(final Field field, final List<String> texts) {
        if (texts.isEmpty()) {
            return;
        }
        header(field);
        code(WireCodes.BYTES_LENGTH32);
        final int lengthAt = position;
        position += Integer.BYTES;
        for (int i = 0; i < texts.size(); i++) {
            element(texts.get(i));
        }
        buffer.putInt(lengthAt, position - lengthAt - Integer.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    /** Ends the record with its checksum, whose value needs the index. Returns the CRC32C of the bytes before that value. */
    public int end() {
        ensure(RecordCrc.LENGTH_BYTES);
        RecordCrc.putHeader(base + position);
        position += RecordCrc.LENGTH_BYTES;
        return crc.of(base, position - Integer.BYTES);
    }

    private void element(final String text) {
        view.wrap(text.getBytes(StandardCharsets.UTF_8));
        utf8(view);
    }

    /** Writes text as Wire has it, or bytes if it is not UTF-8. */
    private void utf8(final DirectBuffer text) {
        if (ascii(text)) {
            return;
        }
        final int length = WireText.wireLength(text);
        if (length == WireText.NOT_UTF8) {
            bytes(text);
            return;
        }
        ensure(length);
        textLength(length);
        if (length == text.capacity()) {
            buffer.putBytes(position, text, 0, length);
        } else {
            WireText.toWire(text, buffer, position);
        }
        position += length;
    }

    /** Writes a text that is all ASCII, as most are, in one pass. Returns false, with nothing written, for any other text. */
    private boolean ascii(final DirectBuffer text) {
        final int length = text.capacity();
        ensure(length);
        final int before = position;
        textLength(length);
        if (WireText.putAscii(text.byteArray(), text.addressOffset(), length, base + position)) {
            position += length;
            return true;
        }
        position = before;
        return false;
    }

    private void bytes(final DirectBuffer bytes) {
        ensure(bytes.capacity());
        code(WireCodes.BYTES_LENGTH32);
        buffer.putInt(position, bytes.capacity() + 1, ByteOrder.LITTLE_ENDIAN);
        position += Integer.BYTES;
        code(WireCodes.U8_ARRAY);
        buffer.putBytes(position, bytes, 0, bytes.capacity());
        position += bytes.capacity();
    }

    private void header(final Field field) {
        ensure(0);
        field.put(base + position);
        position += field.headerBytes();
    }

    private void code(final int code) {
        MEMORY.writeByte(base + position++, (byte)code);
    }

    private void textLength(final int length) {
        if (length <= WireCodes.SHORT_TEXT_BYTES) {
            code(WireCodes.STRING_0 + length);
            return;
        }
        code(WireCodes.STRING_ANY);
        int rest = length;
        while (rest > 0x7f) {
            code(rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        code(rest);
    }

    private void ensure(final int lengthBytes) {
        final long needed = (long)position + lengthBytes + SLACK_BYTES;
        if (needed > buffer.capacity()) {
            final int capacity = Math.toIntExact(Math.max(needed, 2L * buffer.capacity()));
            final BytesStore<?, ?> larger = BytesStore.nativeStoreWithFixedCapacity(capacity);
            final UnsafeBuffer target = new UnsafeBuffer(larger.addressForWrite(0), capacity);
            target.putBytes(0, buffer, 0, position);
            base = larger.addressForWrite(0);
            buffer.wrap(base, capacity);
            store.releaseLast();
            store = larger;
        }
    }

    @Override
    public void close() {
        buffer.wrap(0, 0);
        store.releaseLast();
    }
}
