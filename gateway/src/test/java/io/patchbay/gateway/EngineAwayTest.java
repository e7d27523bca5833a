package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.gateway.config.GatewayContext;
import io.patchbay.gateway.session.EngineWatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tests a gateway while no engine answers.
 */
@Timeout(60)
class EngineAwayTest {
    private static final String REGISTER = "{'type':'register','name':'a','version':'1.0.0'}";

    private TestGateway gateway;

    @AfterEach
    void close() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void shouldNotBeReadyWhileTheEngineIsAway() throws Exception {
        gateway = new TestGateway(new GatewayContext());
        gateway.await("ready at first", () -> ready().equals("200 {\"status\":\"ready\"}"));

        gateway.engine.silent();

        gateway.await("engine-away", () -> ready().startsWith(
            "503 {\"status\":\"not-ready\",\"reason\":\"engine-away\",\"message\":\""));
        gateway.engine.speaking();
        gateway.await("ready again", () -> ready().equals("200 {\"status\":\"ready\"}"));
    }

    @Test
    void shouldEndASessionWhoseRegistrationAnEngineThatIsAwayDoesNotAnswer() throws Exception {
        gateway = new TestGateway(new GatewayContext().engineWaitMs(300));
        try (TcpClient client = gateway.tcp()) {
            gateway.engine.silent();

            final Map<String, Object> error = client.send(REGISTER).readUntil("error");

            assertEquals("overloaded", error.get("code"));
            assertTrue(error.get("message").toString().contains("engine is away"), error.toString());
            assertEquals("overloaded", client.readUntil("disconnect").get("reason"));
            gateway.awaitRecord("session-closed closed");
        }
    }

    @Test
    void shouldRefuseARegistrationUnjournaledWhileTheEngineHasBeenAwayForLong() throws Exception {
        gateway = new TestGateway(new GatewayContext().engineWaitMs(100));
        gateway.engine.silent();
        gateway.await("engine-away", () -> ready().contains("engine-away"));
        final List<String> before = List.copyOf(gateway.engine.records);
        try (TcpClient client = gateway.tcp()) {
            assertEquals("overloaded", client.send(REGISTER).readUntil("error").get("code"));
            assertEquals(before, gateway.engine.records);

            gateway.engine.speaking();
            gateway.await("ready again", () -> ready().startsWith("200"));

            assertNotNull(client.send(REGISTER).readUntil("registered"), "the session goes on");
        }
    }

    @Test
    void shouldKeepJournalingForRegisteredSessionsWhileTheEngineIsAway() throws Exception {
        gateway = new TestGateway(new GatewayContext().engineWaitMs(100));
        try (TcpClient client = gateway.tcp()) {
            client.send(REGISTER).readUntil("registered");
            gateway.engine.silent();
            gateway.await("engine-away", () -> ready().contains("engine-away"));
            final int before = gateway.engine.records.size();

            client.send("{'type':'broadcast','payload':1}");

            gateway.await("the broadcast", () -> gateway.engine.records.size() == before + 1);
            client.send("{'type':'ping'}").readUntil("pong");
        }
    }

    @Test
    void shouldNotHoldItsOwnStandstillAgainstTheEngine() {
        final AtomicLong beat = new AtomicLong(3);
        final EngineWatch watch = new EngineWatch(beat::get, () -> true, 0);
        watch.poll(5);
        assertTrue(watch.isLive());

        watch.poll(60_000);

        assertTrue(watch.isLive(), "nobody has looked for a minute: the engine gets its time to beat");
        assertEquals(0, watch.awayMs(60_000));
        assertNull(watch.find());
        for (int ms = 60_100; ms <= 62_000; ms += 100) {
            watch.poll(ms);
        }
        assertFalse(watch.isLive());
        assertEquals("engine-away", watch.find().reason());
        beat.set(5);
        watch.poll(62_100);
        assertTrue(watch.isLive());
    }

    @Test
    void shouldSayStartingUntilTheFirstEngineAnswers() {
        final AtomicLong beat = new AtomicLong();
        final EngineWatch watch = new EngineWatch(beat::get, () -> true, 0);

        watch.poll(5);

        assertEquals("starting", watch.find().reason());
        beat.set(2);
        watch.poll(105);
        assertEquals("starting", watch.find().reason(), "it reads the journal");
        beat.set(5);
        watch.poll(205);
        assertNull(watch.find());
        beat.set(6);
        watch.poll(305);
        assertEquals("engine-away", watch.find().reason(), "another engine that reads the journal");
    }

    private String ready() {
        try {
            final URI uri = URI.create("http://127.0.0.1:" + gateway.agent.httpAddress().getPort() + "/health/ready");
            final HttpResponse<String> response =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (final java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
