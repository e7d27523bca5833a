package io.patchbay.bench.load;

/**
 * Hears how the requests of an {@link Exchange} ended. Called on the thread that polls it.
 */
public interface ExchangeListener {
    /**
     * A request was answered.
     *
     * @param id of the request.
     */
    void onReply(long id);

    /**
     * A request ended otherwise, or something went wrong that belongs to no request.
     *
     * @param id of the request, 0 where there is none.
     */
    void onFailure(long id);
}
