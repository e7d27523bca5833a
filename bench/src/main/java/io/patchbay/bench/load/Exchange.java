package io.patchbay.bench.load;

/**
 * The two ends of one subject, consumer and service, which a {@link Load} drives. The service answers each request at once with
 * a payload of the same size. Polled by one thread.
 */
public interface Exchange extends AutoCloseable {
    /**
     * Sends one request.
     *
     * @param id the request's number, counted up from 1 without gaps.
     * @return false if there is no room for the request now.
     */
    boolean send(long id);

    /**
     * Polls both ends, and passes replies to the listener.
     *
     * @return the amount of work done, 0 if none.
     */
    int doWork();

    /**
     * Returns whether both ends are connected.
     *
     * @return true once requests can be sent.
     */
    boolean isReady();

    /**
     * Returns why a connection was lost.
     *
     * @return the reason, or null while both ends are connected.
     */
    String lost();

    @Override
    void close();
}
