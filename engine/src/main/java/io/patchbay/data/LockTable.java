package io.patchbay.data;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The numbered places of a directory, each held by one process at a time until it releases the place or ends. Only locks of the
 * operating system decide, so dead, stopped and zombie processes, and those of other PID namespaces, are judged correctly.
 *
 * <p>The places are the lines of a {@link LockFile}. A holder of a place also holds a {@link DirectoryLock}. Only a process that
 * is alone in the directory creates the file; one that is not alone must find the others in it. So a file that was removed or
 * replaced never admits a process beside those that hold places in the former file. Any thread.
 */
public final class LockTable {
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);
    /** Time that a process may take between its two locks when it enters or leaves. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);
    /** Time that the first process may take until everything exists that others must find. */
    private static final long FIRST_PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final Path dir;
    private final Path path;
    private final int places;
    private LockFile file;
    private DirectoryLock presence;
    private boolean isFirst;
    private int held;

    /** The results of an attempt to enter the directory. */
    private enum Entry {
        /** The file is open, and is the right one. */
        DONE,
        /** Another process is alone there and does not admit others yet. */
        CLOSED,
        /** No process is there, but a place is held: by a process that is ending. */
        ENDING,
        /** Another process is there, but not in this file. */
        REPLACED
    }

    /**
     * Creates a table whose file is not open yet.
     *
     * @param dir    an existing directory.
     * @param name   name of the file.
     * @param places number of places.
     */
    public LockTable(final Path dir, final String name, final int places) {
        this.dir = dir;
        this.places = places;
        path = dir.resolve(name);
    }

    /**
     * Takes the first free place of a range. Waits only if this table holds no place yet, and some seconds at most.
     *
     * @param from first place.
     * @param to   place after the last one.
     * @return null if all are taken.
     * @throws DataDirectoryException if the file cannot be used, or was removed while others hold places.
     */
    public synchronized HeldPlace tryTake(final int from, final int to) {
        if (held == 0) {
            enter();
        }
        try {
            for (int place = from; place < to; place++) {
                final FileLock lock = file.tryLock(place);
                if (lock != null) {
                    held++;
                    return new HeldPlace(this, place, lock);
                }
            }
            return null;
        } finally {
            leaveIfUnused();
        }
    }

    /** Returns whether any process, this one included, holds a place. */
    public synchronized boolean isHeld(final int place) {
        return look(false, opened -> opened.isHeld(place));
    }

    /** Returns the note of the holder of a place, or of its last holder; empty if there was none. */
    public synchronized String text(final int place) {
        return look("", opened -> opened.read(place));
    }

    /**
     * Runs an action while a free place is locked, and returns its result. Returns false, without running it, if the place is
     * held.
     */
    public synchronized boolean runWhileFree(final int place, final BooleanSupplier action) {
        return file.runWhileFree(place, action);
    }

    synchronized void write(final int place, final String text) {
        file.write(place, text);
    }

    /** Returns whether the directory itself is locked, so that a missing file proves something. */
    public synchronized boolean isGuarded() {
        return presence != null;
    }

    /** Returns whether this table was alone in the directory when it entered. It keeps others out until {@link #share()}. */
    public synchronized boolean isFirst() {
        return isFirst;
    }

    /** Admits others: everything exists that they must find. */
    public synchronized void share() {
        if (!isFirst) {
            return;
        }
        final long start = System.nanoTime();
        while (presence != null && !presence.tryShared()) {
            // Another process is just checking whether it is alone; it finds that it is not, and leaves.
            if (System.nanoTime() - start > FIRST_PATIENCE_NS) {
                throw refused(Entry.CLOSED);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        isFirst = false;
    }

    synchronized void release(final FileLock lock) {
        try {
            lock.release();
        } catch (final IOException e) {
            throw unusable(e);
        } finally {
            held--;
            leaveIfUnused();
        }
    }

    private void enter() {
        final long start = System.nanoTime();
        while (true) {
            final long waitedNs = System.nanoTime() - start;
            Entry entry = null;
            try {
                entry = tryEnter(waitedNs > PATIENCE_NS);
            } finally {
                if (entry != Entry.DONE) {
                    leaveIfUnused();
                }
            }
            if (entry == Entry.DONE) {
                return;
            }
            if (waitedNs > (entry == Entry.REPLACED ? PATIENCE_NS : FIRST_PATIENCE_NS)) {
                throw refused(entry);
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    private Entry tryEnter(final boolean isLate) {
        presence = DirectoryLock.open(dir);
        if (presence == null) {
            file = open(true);
            isFirst = !isAnyHeld();
            return Entry.DONE;
        }
        if (presence.tryExclusive()) {
            file = open(true);
            isFirst = !isAnyHeld();
            // This happens for a longer time only if the file system's locks on directories do not reach all processes that use
            // it.
            return isFirst || isLate && presence.tryShared() ? Entry.DONE : Entry.ENDING;
        }
        if (!presence.tryShared()) {
            return Entry.CLOSED;
        }
        file = open(false);
        return file != null && isAnyHeld() ? Entry.DONE : Entry.REPLACED;
    }

    private boolean isAnyHeld() {
        for (int place = 0; place < places; place++) {
            if (file.isHeld(place)) {
                return true;
            }
        }
        return false;
    }

    private <T> T look(final T absent, final Function<LockFile, T> question) {
        if (file != null) {
            return question.apply(file);
        }
        final LockFile opened = open(false);
        if (opened == null) {
            return absent;
        }
        try {
            return question.apply(opened);
        } finally {
            opened.close();
        }
    }

    private LockFile open(final boolean isToCreate) {
        try {
            return LockFile.open(path, isToCreate);
        } catch (final IOException e) {
            throw unusable(e);
        }
    }

    private void leaveIfUnused() {
        if (held > 0) {
            return;
        }
        isFirst = false;
        if (file != null) {
            file.close();
            file = null;
        }
        if (presence != null) {
            presence.close();
            presence = null;
        }
    }

    private DataDirectoryException unusable(final IOException e) {
        return new DataDirectoryException("Cannot lock " + path + " (" + e + "): put the data directory on a local file system,"
            + " and let the one user who runs all processes of it read and write it.", e);
    }

    private DataDirectoryException refused(final Entry entry) {
        return new DataDirectoryException(entry == Entry.REPLACED
            ? "The lock file " + path + " was removed or replaced while another process uses " + dir + ": stop every server,"
                + " gateway and engine of this data directory, then start them again."
            : "Another process is just opening or leaving " + dir + " and does not get done with it: look whether it hangs, end"
                + " it, then start again.");
    }
}
