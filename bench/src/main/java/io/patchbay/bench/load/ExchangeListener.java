package io.patchbay.bench.load;

/**
 * A listener for the ends of an {@link Exchange}'s requests, called on the thread that polls the exchange.
 */
public interface ExchangeListener {
    /**
     * Called when a request was answered.
     *
     * @param id of the request.
     */
    void onReply(long id);

    /**
     * Called when a request ended without its answer, or on a failure that belongs to no request.
     *
     * @param id of the request, or 0 if the failure belongs to none.
     */
    void onFailure(long id);
}
