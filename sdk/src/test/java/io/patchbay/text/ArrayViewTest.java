package io.patchbay.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Tests that a view of an array reads what Agrona's buffer reads.
 */
@Timeout(60)
class ArrayViewTest {
    private static final int LENGTH = 40;
    private static final int OFFSET = 5;
    private static final List<Function<DirectBuffer, Object>> READS = List.of(
        buffer -> buffer.getLong(3), buffer -> buffer.getLong(32, ByteOrder.BIG_ENDIAN),
        buffer -> buffer.getLong(0, ByteOrder.LITTLE_ENDIAN), buffer -> buffer.getInt(36),
        buffer -> buffer.getInt(7, ByteOrder.BIG_ENDIAN), buffer -> buffer.getShort(1),
        buffer -> buffer.getShort(38, ByteOrder.BIG_ENDIAN), buffer -> buffer.getChar(2),
        buffer -> buffer.getChar(2, ByteOrder.BIG_ENDIAN), buffer -> buffer.getDouble(4),
        buffer -> buffer.getDouble(4, ByteOrder.BIG_ENDIAN), buffer -> buffer.getFloat(9),
        buffer -> buffer.getFloat(9, ByteOrder.BIG_ENDIAN), buffer -> buffer.getByte(39), buffer -> buffer.capacity(),
        buffer -> buffer.getStringWithoutLengthUtf8(0, 20), buffer -> buffer.wrapAdjustment(),
        buffer -> buffer.addressOffset(), buffer -> copyByArray(buffer), buffer -> copyByBuffer(buffer),
        buffer -> copyByByteBuffer(buffer));

    @Test
    void shouldReadWhatAgronasBufferReads() {
        final long seed = System.nanoTime();
        final Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            final byte[] bytes = new byte[LENGTH + 2 * OFFSET];
            random.nextBytes(bytes);
            final ArrayView view = new ArrayView();
            view.wrap(bytes, OFFSET, LENGTH);
            final UnsafeBuffer expected = new UnsafeBuffer(bytes, OFFSET, LENGTH);

            for (int read = 0; read < READS.size(); read++) {
                assertEquals(READS.get(read).apply(expected), READS.get(read).apply(view), "seed " + seed + ", read " + read);
            }
        }
    }

    private static String copyByArray(final DirectBuffer buffer) {
        final byte[] copy = new byte[LENGTH];
        buffer.getBytes(2, copy, 3, 30);
        return new String(copy, StandardCharsets.ISO_8859_1);
    }

    private static String copyByBuffer(final DirectBuffer buffer) {
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[LENGTH]);
        buffer.getBytes(1, copy, 4, 17);
        copy.putBytes(21, buffer, 6, 10);
        return new String(copy.byteArray(), StandardCharsets.ISO_8859_1);
    }

    private static String copyByByteBuffer(final DirectBuffer buffer) {
        final ByteBuffer copy = ByteBuffer.allocate(LENGTH);
        buffer.getBytes(1, copy, 9);
        buffer.getBytes(11, copy, 20, 12);
        return copy.position() + new String(copy.array(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldReadNumbersAndTexts() {
        final byte[] bytes = new byte[64];
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        buffer.putStringUtf8(0, "é12");
        buffer.putStringAscii(16, "-345");
        buffer.putStringUtf8(32, "ü", ByteOrder.BIG_ENDIAN);
        final ArrayView view = new ArrayView(bytes);
        final StringBuilder text = new StringBuilder();

        assertEquals("é12", view.getStringUtf8(0));
        assertEquals("ü", view.getStringUtf8(32, ByteOrder.BIG_ENDIAN));
        assertEquals("-345", view.getStringAscii(16));
        assertEquals(4, view.getStringAscii(16, text));
        assertEquals("-345", text.toString());
        assertEquals(-345, view.parseIntAscii(20, 4));
        assertEquals(-345L, view.parseLongAscii(20, 4));
        assertEquals(345, view.parseNaturalIntAscii(21, 3));
        assertEquals(45L, view.parseNaturalLongAscii(22, 2));
        assertThrows(NumberFormatException.class, () -> view.parseNaturalIntAscii(20, 4));
    }

    @Test
    void shouldNotReadBeyondItsBounds() {
        final ArrayView view = new ArrayView();
        view.wrap(new byte[64], 8, 16);

        assertThrows(IndexOutOfBoundsException.class, () -> view.getLong(9));
        assertThrows(IndexOutOfBoundsException.class, () -> view.getLong(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> view.getByte(16));
        assertThrows(IndexOutOfBoundsException.class, () -> view.getBytes(0, new byte[17]));
        assertThrows(IndexOutOfBoundsException.class, () -> view.boundsCheck(4, 13));
        assertThrows(IndexOutOfBoundsException.class, () -> view.checkLimit(17));
        assertThrows(IndexOutOfBoundsException.class, () -> view.wrap(view, 4, 13));
        assertThrows(IndexOutOfBoundsException.class, () -> view.wrap(new byte[4], 0, 5));
    }

    @Test
    void shouldWrapWhatHasAnArrayOnly() {
        final ArrayView view = new ArrayView();
        view.wrap(new UnsafeBuffer("xabcx".getBytes(StandardCharsets.US_ASCII), 1, 3), 1, 2);
        final ArrayView same = new ArrayView();
        same.wrap(ByteBuffer.wrap("__bc".getBytes(StandardCharsets.US_ASCII)), 2, 2);

        assertEquals("bc", view.getStringWithoutLengthAscii(0, 2));
        assertEquals(same, view);
        assertEquals(same.hashCode(), view.hashCode());
        assertEquals(0, same.compareTo(view));
        assertNotEquals(new ArrayView(), view);
        assertEquals(1, view.compareTo(new ArrayView()));
        assertThrows(IllegalArgumentException.class, () -> view.wrap(ByteBuffer.allocateDirect(8)));
        assertThrows(IllegalArgumentException.class, () -> view.wrap(new UnsafeBuffer(ByteBuffer.allocateDirect(8))));
        assertThrows(UnsupportedOperationException.class, () -> view.wrap(0L, 8));
    }
}
