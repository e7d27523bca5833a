package io.patchbay.gateway;

import io.patchbay.gateway.config.GatewayContext;

import io.aeron.Aeron;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/**
 * Runs {@link MessagingContract} over the Aeron path, by IPC.
 */
class AeronMessagingContractTest extends MessagingContract {
    @TempDir
    private static Path dir;
    private static TestServer server;
    private static Aeron aeron;

    @BeforeAll
    static void start() {
        server = new TestServer(dir, new GatewayContext(), host -> host.settings().drainMs = 1_500);
        aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(server.aeronDir().toString()));
    }

    @AfterAll
    static void stop() {
        aeron.close();
        server.close();
    }

    @Override
    TestClient open() throws Exception {
        return new AeronTestClient(server.gateway.tcpAddress(), aeron);
    }
}
