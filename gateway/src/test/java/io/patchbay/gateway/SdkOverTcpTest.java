package io.patchbay.gateway;

import io.patchbay.sdk.ClientContext;

import org.junit.jupiter.api.Timeout;

/**
 * Runs {@link SdkContract} over TCP.
 */
@Timeout(120)
class SdkOverTcpTest extends SdkContract {
    @Override
    ClientContext over(final ClientContext context) {
        return context;
    }
}
