package io.patchbay.gateway;

import io.patchbay.sdk.ClientContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;

/**
 * Runs {@link SdkContract} over Aeron UDP.
 */
@Timeout(120)
class SdkOverAeronUdpTest extends SdkContract {
    @Override
    ClientContext over(final ClientContext context) {
        return context.aeronUdp("127.0.0.1:" + freePort());
    }

    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldCarryBytes() throws Exception {
        assertBytesArrive();
    }
}
