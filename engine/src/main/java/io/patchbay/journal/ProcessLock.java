package io.patchbay.journal;

/**
 * What one process at a time is to a data directory, held until it is closed or the process ends by any means. Excludes other
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
     * Lets it go.
     */
    @Override
    public void close() {
        place.close();
    }
}
