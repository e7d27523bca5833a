package io.patchbay.data;

import com.sun.jna.Function;
import com.sun.jna.LastErrorException;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.OS;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * An operating system's lock on a directory itself ({@code flock}), which removing files cannot lift. A process that works in the
 * directory holds it shared; a process that gets it exclusively is alone there. It ends with its process, however that ends, and
 * depends on neither process ids nor namespaces. Two such locks exclude each other within one process, too. One thread at a time.
 */
final class DirectoryLock implements AutoCloseable {
    private static final int READ_ONLY_CLOSE_ON_EXEC = 0x80000;
    private static final int SHARED = 1;
    private static final int EXCLUSIVE = 2;
    private static final int DO_NOT_BLOCK = 4;
    private static final int INTERRUPTED = 4;
    private static final int WOULD_BLOCK = 11;

    private int descriptor;

    private DirectoryLock(final int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Opens a directory without locking it.
     *
     * @param dir an existing directory.
     * @return null if this machine cannot lock directories.
     */
    static DirectoryLock open(final Path dir) {
        if (!OS.isLinux()) {
            return null;
        }
        try {
            final byte[] name = dir.toString().getBytes(Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
            return new DirectoryLock(call("open", Arrays.copyOf(name, name.length + 1), READ_ONLY_CLOSE_ON_EXEC));
        } catch (final RuntimeException | LinkageError e) {
            Jvm.debug().on(DirectoryLock.class, "the directory cannot be locked: " + dir, e);
            return null;
        }
    }

    /** Takes the lock exclusively, or converts it. Returns false if there is any other holder; a shared lock may then be lost. */
    boolean tryExclusive() {
        return tryLock(EXCLUSIVE);
    }

    /**
     * Takes the lock shared, or converts it. Returns false if another holder has it exclusively; an exclusive lock may then be
     * lost.
     */
    boolean tryShared() {
        return tryLock(SHARED);
    }

    private boolean tryLock(final int kind) {
        try {
            call("flock", descriptor, kind | DO_NOT_BLOCK);
            return true;
        } catch (final LastErrorException e) {
            if (e.getErrorCode() == WOULD_BLOCK) {
                return false;
            }
            throw e;
        }
    }

    private static int call(final String function, final Object... arguments) {
        while (true) {
            try {
                return Function.getFunction("c", function, Function.THROW_LAST_ERROR).invokeInt(arguments);
            } catch (final LastErrorException e) {
                if (e.getErrorCode() != INTERRUPTED) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        if (descriptor >= 0) {
            call("close", descriptor);
            descriptor = -1;
        }
    }
}
