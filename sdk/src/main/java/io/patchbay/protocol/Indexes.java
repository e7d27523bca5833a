package io.patchbay.protocol;

/**
 * Text form of journal indexes and instance ids. An index is {@code 0x} and lower-case hexadecimal digits without leading zeros.
 * An instance id is {@code i-} and the index of the instance's registration.
 */
public final class Indexes {
    private Indexes() {
    }

    /**
     * Returns an index as frames spell it.
     *
     * @param index index of a record.
     * @return for example {@code 0x4f6800000001}.
     */
    public static String format(final long index) {
        return "0x" + Long.toHexString(index);
    }

    /**
     * Returns the id of the instance that was registered at an index.
     *
     * @param index index of the registration.
     * @return for example {@code i-0x4f6800000001}.
     */
    public static String instance(final long index) {
        return "i-0x" + Long.toHexString(index);
    }

    /**
     * Parses the text that {@link #format(long)} or {@link #instance(long)} returned.
     *
     * @param text {@code 0x} or {@code i-0x}, then 1 to 16 hexadecimal digits.
     * @return the index.
     * @throws NumberFormatException if the text has neither form.
     */
    public static long parse(final CharSequence text) {
        final int start = text.length() > 2 && text.charAt(0) == 'i' && text.charAt(1) == '-' ? 2 : 0;
        final int digits = text.length() - start - 2;
        if (digits < 1 || digits > 16 || text.charAt(start) != '0' || text.charAt(start + 1) != 'x'
            || text.charAt(start + 2) == '+' || text.charAt(start + 2) == '-') {
            throw new NumberFormatException("not an index: " + text);
        }
        return Long.parseUnsignedLong(text, start + 2, text.length(), 16);
    }
}
