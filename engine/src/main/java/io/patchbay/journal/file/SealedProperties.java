package io.patchbay.journal.file;

import io.patchbay.journal.disk.DirectorySync;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * A small properties file whose last line, {@code check}, is the CRC32C of all others, so that a change by hand is noticed. It is
 * replaced as a whole: the new content is forced to the disk before it gets the name. Any thread.
 */
final class SealedProperties {
    private static final String CHECK = "check";

    private SealedProperties() {
    }

    /**
     * Reads a file.
     *
     * @param file an existing file.
     * @return its values, without the check.
     * @throws IOException if it cannot be read.
     * @throws IllegalArgumentException if it is no properties file, or its check is wrong.
     */
    static Map<String, String> read(final Path file) throws IOException {
        final Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        final Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name).trim()));
        final String check = values.remove(CHECK);
        if (check != null && !check.equals(checkOf(values))) {
            throw new IllegalArgumentException("its line check=" + check + " is not that of its other lines");
        }
        return values;
    }

    /** Returns whether a file has a check, right or wrong. */
    static boolean isSealed(final Path file) throws IOException {
        final Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties.getProperty(CHECK) != null;
    }

    /** Replaces a file; returns once the new one is on the disk under its name. */
    static void write(final Path file, final String comment, final Map<String, String> values) throws IOException {
        final StringBuilder text = new StringBuilder("# ").append(comment).append('\n');
        new TreeMap<>(values).forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
        text.append(CHECK).append('=').append(checkOf(new TreeMap<>(values))).append('\n');
        final Path temporary = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            final ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (final IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DirectorySync.force(file.getParent());
    }

    private static String checkOf(final Map<String, String> sorted) {
        final CRC32C crc = new CRC32C();
        sorted.forEach((name, value) -> crc.update((name + '=' + value + '\n').getBytes(StandardCharsets.UTF_8)));
        return String.format("%08x", crc.getValue());
    }
}
