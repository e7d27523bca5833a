package io.patchbay.data;

import java.nio.channels.FileLock;

/**
 * One of the places of a {@link LockTable}, held until it is closed or the process ends. Any thread.
 */
public final class HeldPlace implements AutoCloseable {
    private final LockTable table;
    private final int number;
    private final FileLock lock;
    private boolean isClosed;

    HeldPlace(final LockTable table, final int number, final FileLock lock) {
        this.table = table;
        this.number = number;
        this.lock = lock;
    }

    public int number() {
        return number;
    }

    LockTable table() {
        return table;
    }

    /** Writes a note for those who look at the place: one line of less than {@value LockFile#LINE_BYTES} bytes. */
    public void write(final String text) {
        table.write(number, text);
    }

    /** Releases the place; the note stays. */
    @Override
    public synchronized void close() {
        if (!isClosed) {
            isClosed = true;
            table.release(lock);
        }
    }
}
