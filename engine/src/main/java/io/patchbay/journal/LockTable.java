package io.patchbay.journal;

import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The numbered places of a directory, each held by one process at a time, until it gives it back or ends by any means. Only locks
 * of the operating system decide, so the dead, the stopped, zombies and processes of other PID namespaces are told apart rightly.
 *
 * <p>The places are the lines of a {@link LockFile}. Whoever holds one also holds a {@link DirectoryLock}: only a process that is
 * alone in the directory makes the file, and one that is not alone has to find the others in it. So a file that was removed or
 * replaced never lets anybody in beside those who hold places in the file before it. Any thread.
 */
final class LockTable {
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);
    /** How long a process may take between its locks as it comes or goes. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);
    /** How long the first process may take until all is made that others have to find. */
    private static final long FIRST_PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final Path dir;
    private final Path path;
    private final int places;
    private LockFile file;
    private DirectoryLock presence;
    private boolean isFirst;
    private int held;

    /** What came of an attempt to enter the directory. */
    private enum Entry {
        /** The file is open, and the right one. */
        DONE,
        /** Another process is alone there and has not let others in yet. */
        CLOSED,
        /** Nobody is there, but a place is held: by a process that is ending. */
        ENDING,
        /** Somebody is there, but not in this file. */
        REPLACED
    }

    /**
     * A table of which nothing is open yet.
     *
     * @param dir    an existing directory.
     * @param name   of the file.
     * @param places how many there are.
     */
    LockTable(final Path dir, final String name, final int places) {
        this.dir = dir;
        this.places = places;
        path = dir.resolve(name);
    }

    /**
     * Takes the first free place of a range. Waits only where this table holds none yet, seconds at most.
     *
     * @param from first place.
     * @param to   behind the last one.
     * @return null where all are taken.
     * @throws DataDirectoryException where the file cannot be used, or was removed while others hold places.
     */
    synchronized HeldPlace tryTake(final int from, final int to) {
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

    /** Returns whether anybody, this process included, holds a place. */
    synchronized boolean isHeld(final int place) {
        return look(false, opened -> opened.isHeld(place));
    }

    /** Returns what the holder of a place, or who held it last, has written there; empty where nobody has. */
    synchronized String text(final int place) {
        return look("", opened -> opened.read(place));
    }

    /** Does something while nobody can take a place that nobody has; returns false where somebody has it, or its result. */
    synchronized boolean runWhileFree(final int place, final BooleanSupplier action) {
        return file.runWhileFree(place, action);
    }

    synchronized void write(final int place, final String text) {
        file.write(place, text);
    }

    /** Returns whether the directory itself is locked, so that a file that is missing proves something. */
    synchronized boolean isGuarded() {
        return presence != null;
    }

    /** Returns whether this table was alone in the directory when it entered, and keeps others out until it shares. */
    synchronized boolean isFirst() {
        return isFirst;
    }

    /** Lets others in: all is made that they have to find. */
    synchronized void share() {
        if (!isFirst) {
            return;
        }
        final long start = System.nanoTime();
        while (presence != null && !presence.tryShared()) {
            // Another one looks just now whether it is alone, finds that it is not, and goes.
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
            // If it lasts: a file system whose locks on directories do not reach all who use it.
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
