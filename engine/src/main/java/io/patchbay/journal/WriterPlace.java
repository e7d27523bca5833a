package io.patchbay.journal;

import io.patchbay.data.HeldPlace;
import io.patchbay.data.JournalException;
import io.patchbay.data.LockTable;
import io.patchbay.data.ProcessName;
import io.patchbay.journal.file.QueueFiles;
import io.patchbay.journal.file.QueueTable;

import net.openhft.chronicle.core.values.LongValue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The place of one user of the journal that has it open for writing, among all of them. Its number stands in the queue's write
 * lock while this user holds that lock, so the operating system's lock on the place shows whether a holder lives. Any thread.
 */
final class WriterPlace implements AutoCloseable {
    /** Name of the file of the places, in the queue's directory. */
    static final String FILE = "writers";
    /** Number of places; no machine runs that many. */
    static final int PLACES = 256;

    /** Low half of the write lock's value: a process id that always exists, for tools and older versions that check it. */
    private static final long INIT_PROCESS = 1;
    private static final String TABLE_NOTE = ", table ";
    private static final long SETTLE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Path queueDir;
    private final LockTable table;
    private final HeldPlace place;

    private WriterPlace(final Path queueDir, final LockTable table, final HeldPlace place) {
        this.queueDir = queueDir;
        this.table = table;
        this.place = place;
    }

    /**
     * Takes a place, before the queue is opened. If no other process has the journal open, others wait until {@link #opened()}.
     *
     * @param queueDir directory of the queue; created if it does not exist.
     * @return the place, to be closed after the queue.
     * @throws DataDirectoryException if the places cannot be used.
     * @throws JournalException if the queue's table is missing while others have it open.
     */
    static WriterPlace take(final Path queueDir) {
        try {
            Files.createDirectories(queueDir);
        } catch (final IOException e) {
            throw JournalException.unavailable("The journal's directory " + queueDir + " cannot be made (" + e
                + "): let this user write there.", e);
        }
        final LockTable table = new LockTable(queueDir, FILE, PLACES);
        final HeldPlace place = table.tryTake(0, PLACES);
        if (place == null) {
            throw JournalException.unavailable("The journal in " + queueDir + " is open for writing " + PLACES
                + " times: stop some gateways.", null);
        }
        final WriterPlace taken = new WriterPlace(queueDir, table, place);
        try {
            place.write(ProcessName.own());
            taken.awaitOthersTable();
            return taken;
        } catch (final RuntimeException e) {
            place.close();
            throw e;
        }
    }

    /** Returns whether nobody else has the journal open; true at most until {@link #opened()}. */
    boolean isAlone() {
        return table.isFirst();
    }

    /** Returns the write lock's value while this place holds it. */
    long lockValue() {
        return lockValue(place.number());
    }

    /**
     * Returns whether a value of the write lock was left behind: by an earlier holder of this place, or by anybody if this one is
     * alone.
     */
    boolean isLeftBehind(final long lockValue) {
        return table.isFirst() || lockValue == lockValue();
    }

    /**
     * Releases the write lock if its holder has ended.
     *
     * @param lock  write lock of the queue.
     * @param value its current value.
     * @return false if its holder lives, or if the value has changed meanwhile.
     */
    boolean releaseFromDead(final LongValue lock, final long value) {
        final int number = number(value);
        if (number < 0) {
            // The value is an older version's, which is not admitted beside this one.
            return table.isGuarded() && lock.compareAndSwapValue(value, QueueTable.UNLOCKED);
        }
        // Whoever takes the dead holder's place waits meanwhile, and may rightly use the same value afterwards.
        return table.runWhileFree(number, () -> lock.compareAndSwapValue(value, QueueTable.UNLOCKED));
    }

    /** Returns what is known of the holder of the write lock. */
    String holder(final long value) {
        final int number = number(value);
        return number < 0 ? "an unknown process" : number == place.number() ? "this process" : table.text(number);
    }

    /** Notes that the queue's table exists and is open. */
    void opened() {
        place.write(ProcessName.own() + TABLE_NOTE + tableNumber());
        table.share();
    }

    /** Waits until this process and all other writers use the same table, since the write lock is in it. */
    private void awaitOthersTable() {
        if (table.isFirst()) {
            return;
        }
        for (final long start = System.nanoTime(); !isTableOfOthers(); LockSupport.parkNanos(PAUSE_NS)) {
            if (System.nanoTime() - start > SETTLE_NS) {
                throw JournalException.unavailable("The journal's table " + queueDir.resolve(QueueFiles.TABLE) + " was removed"
                    + " or replaced while another process has the journal open: stop every server, gateway and engine of this"
                    + " data directory, then start them again.", null);
            }
        }
    }

    private boolean isTableOfOthers() {
        final String own = TABLE_NOTE + tableNumber();
        for (int other = 0; other < PLACES; other++) {
            final String text = other == place.number() ? "" : table.text(other);
            if (text.contains(TABLE_NOTE) && !text.endsWith(own) && table.isHeld(other)) {
                return false;
            }
        }
        return Files.exists(queueDir.resolve(QueueFiles.TABLE)) || !table.isGuarded();
    }

    private String tableNumber() {
        try {
            return Files.getAttribute(queueDir.resolve(QueueFiles.TABLE), "unix:ino").toString();
        } catch (final IOException | RuntimeException e) {
            return "unknown";
        }
    }

    private static long lockValue(final int number) {
        return number + 1L << Integer.SIZE | INIT_PROCESS;
    }

    private static int number(final long lockValue) {
        final int number = (int)(lockValue >>> Integer.SIZE) - 1;
        return number >= 0 && number < PLACES && lockValue == lockValue(number) ? number : -1;
    }

    @Override
    public void close() {
        place.close();
    }
}
