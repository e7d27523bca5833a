package io.patchbay.gateway.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Locale;

/**
 * Converts an option that is a number of bytes: digits, then optionally {@code k}, {@code m} or {@code g} for powers of 1,024.
 */
final class ByteSize implements ITypeConverter<Long> {
    @Override
    public Long convert(final String text) {
        final String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.matches("[0-9]{1,15}[kmg]?")) {
            throw new TypeConversionException("'" + text + "' is not a size; write bytes, or for example 64k, 8m, 1g");
        }
        final int shift = switch (lower.charAt(lower.length() - 1)) {
            case 'k' -> 10;
            case 'm' -> 20;
            case 'g' -> 30;
            default -> 0;
        };
        final long count = Long.parseLong(shift == 0 ? lower : lower.substring(0, lower.length() - 1));
        if (count > Long.MAX_VALUE >> shift) {
            throw new TypeConversionException("'" + text + "' is too large");
        }
        return count << shift;
    }
}
