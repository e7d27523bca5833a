package io.patchbay.gateway;

import io.patchbay.sdk.ClientContext;

import org.junit.jupiter.api.Timeout;

/**
 * The SDK against the real server, over TCP JSON.
 */
@Timeout(120)
class SdkOverTcpTest extends SdkContract {
    @Override
    ClientContext over(final ClientContext context) {
        return context;
    }
}
