package io.patchbay.gateway;

import io.patchbay.gateway.config.GatewayContext;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/**
 * Runs {@link MessagingContract} over TCP.
 */
class TcpMessagingContractTest extends MessagingContract {
    @TempDir
    private static Path dir;
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = new TestServer(dir, new GatewayContext(), host -> host.settings().drainMs = 1_500);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    TestClient open() throws Exception {
        return new TcpClient(server.gateway.tcpAddress());
    }
}
