package io.patchbay.bench.load;

/**
 * Both ends of one subject, consumer and service, polled by one thread: what a {@link Load} drives. The service answers each
 * request at once with a payload of the same size. One thread.
 */
public interface Exchange extends AutoCloseable {
    /**
     * Sends one request.
     *
     * @param id of it, counted up from 1 without gaps.
     * @return false where there is no room for it now.
     */
    boolean send(long id);

    /**
     * Polls both ends; replies go to the listener.
     *
     * @return amount of work done; 0 = idle.
     */
    int doWork();

    /**
     * Are both ends connected?
     *
     * @return true once requests are taken.
     */
    boolean isReady();

    /**
     * Why the connection is gone.
     *
     * @return null while it is there.
     */
    String lost();

    @Override
    void close();
}
