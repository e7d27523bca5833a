package io.patchbay.gateway.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Converts an option that is a long time to milliseconds: digits, then {@code s}, {@code m}, {@code h} or {@code d}.
 */
final class TimeSpan implements ITypeConverter<Long> {
    @Override
    public Long convert(final String text) {
        final String lower = text.toLowerCase(Locale.ROOT);
        if ("0".equals(lower)) {
            return 0L;
        }
        if (!lower.matches("[0-9]{1,9}[smhd]")) {
            throw new TypeConversionException("'" + text + "' is not a time; write for example 30s, 10m, 1h, 7d, or 0");
        }
        final long count = Long.parseLong(lower.substring(0, lower.length() - 1));
        return switch (lower.charAt(lower.length() - 1)) {
            case 's' -> TimeUnit.SECONDS.toMillis(count);
            case 'm' -> TimeUnit.MINUTES.toMillis(count);
            case 'h' -> TimeUnit.HOURS.toMillis(count);
            default -> TimeUnit.DAYS.toMillis(count);
        };
    }
}
