package io.patchbay.text;

import org.agrona.AsciiEncoding;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A read-only view of a part of a byte array. Unlike Agrona's {@code UnsafeBuffer} it works in a JVM that does not open its
 * internals, so a client over TCP needs no flag. All accesses are checked against the bounds of the view. Not thread-safe while
 * it is wrapped anew.
 */
public final class ArrayView implements DirectBuffer {
    private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
    private static final byte[] EMPTY = {};
    private static final VarHandle LONGS = handle(long[].class);
    private static final VarHandle INTS = handle(int[].class);
    private static final VarHandle SHORTS = handle(short[].class);

    private byte[] bytes;
    private int start;
    private int capacity;

    /** Creates an empty view, to be wrapped around an array later. */
    public ArrayView() {
        this(EMPTY);
    }

    /**
     * Creates a view of a whole array.
     *
     * @param source the array, which is not copied.
     */
    public ArrayView(final byte[] source) {
        wrap(source);
    }

    private static VarHandle handle(final Class<?> arrayType) {
        return MethodHandles.byteArrayViewVarHandle(arrayType, NATIVE);
    }

    @Override
    public void wrap(final byte[] source) {
        wrap(source, 0, source.length);
    }

    @Override
    public void wrap(final byte[] source, final int offset, final int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        bytes = source;
        start = offset;
        capacity = length;
    }

    @Override
    public void wrap(final ByteBuffer source) {
        wrap(source, 0, source.capacity());
    }

    @Override
    public void wrap(final ByteBuffer source, final int offset, final int length) {
        if (!source.hasArray()) {
            throw new IllegalArgumentException("a view of an array cannot wrap a direct or read-only byte buffer");
        }
        Objects.checkFromIndexSize(offset, length, source.capacity());
        wrap(source.array(), source.arrayOffset() + offset, length);
    }

    @Override
    public void wrap(final DirectBuffer source) {
        wrap(source, 0, source.capacity());
    }

    @Override
    public void wrap(final DirectBuffer source, final int offset, final int length) {
        if (source.byteArray() == null) {
            throw new IllegalArgumentException("a view of an array cannot wrap a buffer outside the heap");
        }
        Objects.checkFromIndexSize(offset, length, source.capacity());
        wrap(source.byteArray(), source.wrapAdjustment() + offset, length);
    }

    @Override
    public void wrap(final long address, final int length) {
        throw new UnsupportedOperationException("a view of an array cannot wrap an address");
    }

    /** Returns the offset that Agrona's buffers need to copy from this one; only they call it, so Agrona works then. */
    @Override
    public long addressOffset() {
        return BufferUtil.ARRAY_BASE_OFFSET + start;
    }

    @Override
    public byte[] byteArray() {
        return bytes;
    }

    @Override
    public ByteBuffer byteBuffer() {
        return null;
    }

    @Override
    public int wrapAdjustment() {
        return start;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void checkLimit(final int limit) {
        Objects.checkFromIndexSize(0, limit, capacity);
    }

    @Override
    public void boundsCheck(final int index, final int length) {
        Objects.checkFromIndexSize(index, length, capacity);
    }

    private int at(final int index, final int length) {
        return start + Objects.checkFromIndexSize(index, length, capacity);
    }

    @Override
    public long getLong(final int index, final ByteOrder order) {
        final long value = getLong(index);
        return order == NATIVE ? value : Long.reverseBytes(value);
    }

    @Override
    public long getLong(final int index) {
        return (long)LONGS.get(bytes, at(index, Long.BYTES));
    }

    @Override
    public int getInt(final int index, final ByteOrder order) {
        final int value = getInt(index);
        return order == NATIVE ? value : Integer.reverseBytes(value);
    }

    @Override
    public int getInt(final int index) {
        return (int)INTS.get(bytes, at(index, Integer.BYTES));
    }

    @Override
    public double getDouble(final int index, final ByteOrder order) {
        return Double.longBitsToDouble(getLong(index, order));
    }

    @Override
    public double getDouble(final int index) {
        return Double.longBitsToDouble(getLong(index));
    }

    @Override
    public float getFloat(final int index, final ByteOrder order) {
        return Float.intBitsToFloat(getInt(index, order));
    }

    @Override
    public float getFloat(final int index) {
        return Float.intBitsToFloat(getInt(index));
    }

    @Override
    public short getShort(final int index, final ByteOrder order) {
        final short value = getShort(index);
        return order == NATIVE ? value : Short.reverseBytes(value);
    }

    @Override
    public short getShort(final int index) {
        return (short)SHORTS.get(bytes, at(index, Short.BYTES));
    }

    @Override
    public char getChar(final int index, final ByteOrder order) {
        return (char)getShort(index, order);
    }

    @Override
    public char getChar(final int index) {
        return (char)getShort(index);
    }

    @Override
    public byte getByte(final int index) {
        return bytes[start + Objects.checkIndex(index, capacity)];
    }

    @Override
    public void getBytes(final int index, final byte[] target) {
        getBytes(index, target, 0, target.length);
    }

    @Override
    public void getBytes(final int index, final byte[] target, final int offset, final int length) {
        System.arraycopy(bytes, at(index, length), target, offset, length);
    }

    @Override
    public void getBytes(final int index, final MutableDirectBuffer target, final int targetIndex, final int length) {
        target.putBytes(targetIndex, bytes, at(index, length), length);
    }

    @Override
    public void getBytes(final int index, final ByteBuffer target, final int length) {
        target.put(bytes, at(index, length), length);
    }

    @Override
    public void getBytes(final int index, final ByteBuffer target, final int targetOffset, final int length) {
        target.put(targetOffset, bytes, at(index, length), length);
    }

    @Override
    public int parseNaturalIntAscii(final int index, final int length) {
        return AsciiEncoding.parseIntAscii(natural(index, length), 0, length);
    }

    @Override
    public long parseNaturalLongAscii(final int index, final int length) {
        return AsciiEncoding.parseLongAscii(natural(index, length), 0, length);
    }

    private String natural(final int index, final int length) {
        final String digits = getStringWithoutLengthAscii(index, length);
        if (digits.startsWith("-")) {
            throw new NumberFormatException("not a natural number: " + digits);
        }
        return digits;
    }

    @Override
    public int parseIntAscii(final int index, final int length) {
        return AsciiEncoding.parseIntAscii(getStringWithoutLengthAscii(index, length), 0, length);
    }

    @Override
    public long parseLongAscii(final int index, final int length) {
        return AsciiEncoding.parseLongAscii(getStringWithoutLengthAscii(index, length), 0, length);
    }

    @Override
    public String getStringAscii(final int index) {
        return getStringAscii(index, getInt(index));
    }

    @Override
    public int getStringAscii(final int index, final Appendable target) {
        return getStringAscii(index, getInt(index), target);
    }

    @Override
    public String getStringAscii(final int index, final ByteOrder order) {
        return getStringAscii(index, getInt(index, order));
    }

    @Override
    public int getStringAscii(final int index, final Appendable target, final ByteOrder order) {
        return getStringAscii(index, getInt(index, order), target);
    }

    @Override
    public String getStringAscii(final int index, final int length) {
        return getStringWithoutLengthAscii(index + STR_HEADER_LEN, length);
    }

    @Override
    public int getStringAscii(final int index, final int length, final Appendable target) {
        return getStringWithoutLengthAscii(index + STR_HEADER_LEN, length, target);
    }

    @Override
    public String getStringWithoutLengthAscii(final int index, final int length) {
        return text(index, length, StandardCharsets.US_ASCII);
    }

    @Override
    public int getStringWithoutLengthAscii(final int index, final int length, final Appendable target) {
        try {
            target.append(getStringWithoutLengthAscii(index, length));
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
        return length;
    }

    @Override
    public String getStringUtf8(final int index) {
        return getStringUtf8(index, getInt(index));
    }

    @Override
    public String getStringUtf8(final int index, final ByteOrder order) {
        return getStringUtf8(index, getInt(index, order));
    }

    @Override
    public String getStringUtf8(final int index, final int length) {
        return getStringWithoutLengthUtf8(index + STR_HEADER_LEN, length);
    }

    @Override
    public String getStringWithoutLengthUtf8(final int index, final int length) {
        return text(index, length, StandardCharsets.UTF_8);
    }

    private String text(final int index, final int length, final Charset charset) {
        return new String(bytes, at(index, length), length, charset);
    }

    /** Compares the bytes as unsigned numbers, in the order of their indexes. */
    @Override
    public int compareTo(final DirectBuffer other) {
        final int common = Math.min(capacity, other.capacity());
        for (int i = 0; i < common; i++) {
            final int difference = Byte.compareUnsigned(getByte(i), other.getByte(i));
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(capacity, other.capacity());
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof ArrayView view
            && Arrays.equals(bytes, start, start + capacity, view.bytes, view.start, view.start + view.capacity);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < capacity; i++) {
            hash = 31 * hash + bytes[start + i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return "ArrayView{start=" + start + ", capacity=" + capacity + '}';
    }
}
