package io.patchbay.journal;

import io.patchbay.data.JournalException;
import io.patchbay.journal.file.QueueFiles;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Forces the journal's files to the disk. Its fdatasync covers what any process wrote through its mappings. One caller at a time.
 */
final class JournalSync implements AutoCloseable {
    private final Path dir;
    private String newest = "";
    private FileChannel channel;

    JournalSync(final Path dir) {
        this.dir = dir;
    }

    /** Forces the newest file known so far. */
    void force() {
        try {
            if (channel != null) {
                channel.force(false);
            }
        } catch (final IOException e) {
            throw failed(e);
        }
    }

    /** Forces the newest file known so far, every file that was created since, and the directory. */
    void forceNewFiles() {
        force();
        try {
            final List<String> names;
            try (Stream<Path> files = Files.list(dir)) {
                names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(QueueFiles.SUFFIX) && name.compareTo(newest) > 0).sorted()
                    .collect(Collectors.toList());
            }
            for (final String name : names) {
                // The file before has ended by now; records may have been appended to it after it was forced above.
                force();
                closeChannel();
                channel = FileChannel.open(dir.resolve(name), StandardOpenOption.WRITE);
                channel.force(true);
                newest = name;
            }
            try (FileChannel directory = FileChannel.open(dir, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (final IOException e) {
            throw failed(e);
        }
    }

    private JournalException failed(final IOException e) {
        return JournalException.unavailable("The journal in " + dir + " cannot be forced to the disk (" + e
            + "): look at the disk, then start again.", e);
    }

    private void closeChannel() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    @Override
    public void close() {
        try {
            closeChannel();
        } catch (final IOException e) {
            throw failed(e);
        }
    }
}
