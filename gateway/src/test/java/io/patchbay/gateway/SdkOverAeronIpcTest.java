package io.patchbay.gateway;

import io.patchbay.sdk.ClientContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Runs {@link SdkContract} over Aeron IPC.
 */
@Timeout(120)
class SdkOverAeronIpcTest extends SdkContract {
    @Override
    ClientContext over(final ClientContext context) {
        return context.aeronIpc();
    }

    @Test
    void shouldCarryBytes() throws Exception {
        assertBytesArrive();
    }
}
