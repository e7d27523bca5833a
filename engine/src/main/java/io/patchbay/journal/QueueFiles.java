package io.patchbay.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks at a queue's files before Chronicle does, which takes one with a damaged beginning for one that is about to be made:
 * it waits for it, and then sees an empty queue.
 */
final class QueueFiles {
    /** Of the files that hold records. */
    static final String SUFFIX = ".cq4";
    /** The table of those files, and of locks. */
    static final String TABLE = "metadata.cq4t";

    private static final int HEADER_BYTES = 12;
    /** Without the flags of a document that is being written; its length is still 0 then. */
    private static final int LENGTH_MASK = 0x3fff_ffff;
    /** Wire's code for the name of an event, and its length, before the word. */
    private static final byte[] BEGINNING = "\u00b9\u0006header".getBytes(StandardCharsets.ISO_8859_1);

    private QueueFiles() {
    }

    /** Is there a file for records yet? */
    static boolean hasRecords(final Path dir) {
        return Files.isDirectory(dir) && list(dir).stream().anyMatch(file -> file.toString().endsWith(SUFFIX));
    }

    /** The files that hold records, oldest first. */
    static List<Path> records(final Path dir) {
        return list(dir).stream().filter(file -> file.toString().endsWith(SUFFIX)).collect(Collectors.toList());
    }

    /** The newest file for records; null where there is none. Names sort by time. */
    static Path newest(final Path dir) {
        return list(dir).stream().filter(file -> file.toString().endsWith(SUFFIX)).reduce((before, after) -> after).orElse(null);
    }

    /** Is this a queue's directory? */
    static boolean isQueue(final Path dir) {
        return Files.isDirectory(dir) && !list(dir).isEmpty();
    }

    /** Throws where one of the files is not a queue's. One that is being made passes. */
    static void check(final Path dir) {
        if (!Files.isDirectory(dir)) {
            return;
        }
        for (final Path file : list(dir)) {
            final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                if (channel.read(header, 0) < HEADER_BYTES) {
                    continue;
                }
            } catch (final IOException e) {
                throw JournalException.unavailable("The journal's file " + file + " cannot be read (" + e
                    + "): let this user read it.", e);
            }
            final int length = header.getInt(0);
            if ((length & LENGTH_MASK) != 0
                && !Arrays.equals(header.array(), Integer.BYTES, HEADER_BYTES, BEGINNING, 0, BEGINNING.length)) {
                throw JournalException.unavailable("The journal's file " + file + " is damaged at its beginning: restore it from"
                    + " a copy.", null);
            }
        }
    }

    private static List<Path> list(final Path dir) {
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX) || file.endsWith(TABLE)).sorted()
                .collect(Collectors.toList());
        } catch (final IOException e) {
            throw JournalException.unavailable("The directory " + dir + " cannot be read (" + e + "): let this user read it.", e);
        }
    }
}
