package io.patchbay.data;

/**
 * A role that one process at a time has in a data directory, held until it is closed or the process ends. Excludes other
 * processes and other users in this process alike. Any thread.
 */
public class ProcessLock implements AutoCloseable {
    private final HeldPlace place;

    ProcessLock(final HeldPlace place) {
        this.place = place;
    }

    HeldPlace place() {
        return place;
    }

    /**
     * Releases the lock.
     */
    @Override
    public void close() {
        place.close();
    }
}
