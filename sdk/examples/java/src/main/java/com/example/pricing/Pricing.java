package com.example.pricing;

import io.patchbay.sdk.Service;
import io.patchbay.sdk.exceptions.ErrorReplyException;
import io.patchbay.sdk.message.Request;

import java.util.Map;

/**
 * The service {@code pricing}: what it is called, and what its methods do. It knows nothing of connections.
 */
public final class Pricing {
    private static final Map<String, String> QUOTES = Map.of(
        "\"EURUSD\"", "{\"bid\":1.0750,\"ask\":1.0752}",
        "\"USDJPY\"", "{\"bid\":156.21,\"ask\":156.23}");

    private Pricing() {
    }

    /**
     * Returns the service.
     *
     * @return the service, not connected.
     */
    public static Service service() {
        return Service.named("pricing").version("1.0.0")
            .method("quote", Pricing::quote)
            .streamMethod("quotes", (request, replies) -> {
                for (final String quote : QUOTES.values()) {
                    replies.more(quote);
                }
                replies.last("null");
            });
    }

    /** Answers with the bid and the ask of a pair of currencies; the payload is the pair's name, a JSON string. */
    private static String quote(final Request request) {
        final String quote = QUOTES.get(request.json());
        if (quote == null) {
            throw new ErrorReplyException("unknown-pair", "no quote for " + request.json() + ": known are " + QUOTES.keySet());
        }
        return quote;
    }
}
