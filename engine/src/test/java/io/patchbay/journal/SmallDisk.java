package io.patchbay.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A file system of a few megabytes in memory, to be filled. Needs the right to mount.
 */
public final class SmallDisk implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path dir;
    private final Path filler;

    private SmallDisk(final Path dir) {
        this.dir = dir;
        filler = dir.resolve("lost+found");
    }

    /** Mounts a small disk. Returns null, after printing why, if this user may not mount. */
    public static SmallDisk mount(final Path dir, final int megabytes) throws IOException, InterruptedException {
        Files.createDirectories(dir);
        try {
            final Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "patchbay-test",
                dir.toString()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            if (mount.waitFor(20, TimeUnit.SECONDS) && mount.exitValue() == 0) {
                return new SmallDisk(dir);
            }
        } catch (final IOException e) {
            // There is no such command; the message follows below.
        }
        System.err.println("SKIPPED: no right to mount a small disk, so a full one is NOT tested here; run as root for that");
        return null;
    }

    public Path dir() {
        return dir;
    }

    public long freeBytes() {
        return dir.toFile().getUsableSpace();
    }

    /** Fills the disk but for a number of bytes, as another process would. */
    public void fill(final long butBytes) throws IOException {
        final byte[] some = new byte[BUFFER_BYTES];
        try (var out = Files.newOutputStream(filler, java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.APPEND)) {
            for (long free = freeBytes() - butBytes; free > 0; free = freeBytes() - butBytes) {
                out.write(some, 0, (int)Math.min(some.length, free));
            }
        } catch (final IOException e) {
            if (freeBytes() > butBytes + some.length) {
                throw e;
            }
        }
    }

    /** Frees that space again. */
    public void empty() throws IOException {
        Files.deleteIfExists(filler);
    }

    @Override
    public void close() throws IOException {
        try {
            new ProcessBuilder("umount", "-l", dir.toString()).start().waitFor(20, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
