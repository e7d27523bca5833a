package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.gateway.config.GatewayContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What a gateway makes of clocks that are not as they should be. */
@Timeout(30)
class ClocksTest {
    private static final int HEARTBEAT_MS = 2_000;

    private final AtomicLong nowNs = new AtomicLong(1_000_000_000L);

    @Test
    void shouldAskASilentSessionAsOftenAsPromisedHoweverMuchTimeHasPassedAtOnce() throws Exception {
        try (TestGateway gateway = new TestGateway(new GatewayContext().heartbeatMs(HEARTBEAT_MS)
            .registerTimeoutMs(600_000).nanoClock(nowNs::get));
            TcpClient client = gateway.tcp()) {
            pass(45_000);
            assertEquals("ping", client.read().get("type"));
            client.send("{'type':'pong'}");
            client.send("{'type':'ping'}");
            assertEquals("pong", client.read().get("type"));

            pass(12_000);
            assertEquals("ping", client.read().get("type"));
            pass(12_000);
            assertEquals("ping", client.read().get("type"));
            pass(HEARTBEAT_MS + 10);
            assertEquals("timeout", client.read().get("reason"));
        }
    }

    @Test
    void shouldWarnThatTheWallClockDiffersAndStayReady() throws Exception {
        final AtomicLong differenceNs = new AtomicLong();
        try (TestGateway gateway = new TestGateway(new GatewayContext().wallDifferenceNs(differenceNs::get))) {
            assertEquals("{\"status\":\"ready\"}", readiness(gateway));
            differenceNs.set(-TimeUnit.HOURS.toNanos(1));
            assertEquals(warning("3600.0 s behind"), readiness(gateway));
            differenceNs.set(TimeUnit.MILLISECONDS.toNanos(1_260));
            assertEquals(warning("1.3 s ahead of"), readiness(gateway));
            differenceNs.set(TimeUnit.MILLISECONDS.toNanos(-900));
            assertEquals("{\"status\":\"ready\"}", readiness(gateway));
        }
    }

    private void pass(final long ms) {
        nowNs.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    private static String warning(final String how) {
        return "{\"status\":\"ready\",\"warnings\":[{\"reason\":\"clock-differs\",\"message\":\"the wall clock is " + how
            + " the times of records, which follow elapsed time: check the machine's time synchronization\"}]}";
    }

    private static String readiness(final TestGateway gateway) throws Exception {
        final HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + gateway.agent.httpAddress().getPort() + "/health/ready")).build(),
            HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        return answer.body();
    }
}
