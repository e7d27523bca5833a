package io.patchbay.thread;

/**
 * Waits for helper threads, which are ended by a flag and never by an interrupt: an interrupt can damage a journal file.
 */
public final class HelperThreads {
    private HelperThreads() {
    }

    /**
     * Waits until a thread has ended, however long that takes. An interrupt of the caller is kept until then.
     *
     * @param thread a thread that has been told to end; not the caller.
     */
    public static void join(final Thread thread) {
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
