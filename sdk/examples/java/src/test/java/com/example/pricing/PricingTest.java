package com.example.pricing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.patchbay.sdk.exceptions.ErrorReplyException;

import org.junit.jupiter.api.Test;

import java.util.concurrent.ExecutionException;

/**
 * Tests the service in this process: no server, no connection, no flag of the JVM.
 */
class PricingTest {
    @Test
    void shouldQuoteAKnownPair() throws Exception {
        assertEquals("{\"bid\":1.0750,\"ask\":1.0752}", Pricing.service().call("quote", "\"EURUSD\"").get().json());
    }

    @Test
    void shouldRefuseAnUnknownPair() {
        final ExecutionException failure = assertThrows(ExecutionException.class,
            () -> Pricing.service().call("quote", "\"GBPCHF\"").get());

        assertEquals("unknown-pair", assertInstanceOf(ErrorReplyException.class, failure.getCause()).code());
    }
}
