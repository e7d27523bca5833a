package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.gateway.config.GatewayContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Map;

/**
 * The decisions that a session takes before the journal, tested over real sockets against a fake engine. Subclasses run the same
 * cases over each transport.
 */
@Timeout(30)
abstract class SessionRules {
    private static final String ID = "7f1c5d4e-0000-4000-8000-0123456789ab";
    private TestGateway gateway;

    /** Opens a connection and reads nothing. */
    abstract TestClient open(TestGateway to) throws Exception;

    abstract String transport();

    private TestClient connect(final GatewayContext context) throws Exception {
        gateway = new TestGateway(context);
        return open(gateway);
    }

    private TestClient connected(final GatewayContext context) throws Exception {
        final TestClient client = connect(context);
        client.readUntil("connect");
        return client;
    }

    private TestClient registered(final String rest) throws Exception {
        final TestClient client = connected(new GatewayContext());
        client.register("shop", rest);
        return client;
    }

    private static void assertError(final Map<String, Object> frame, final String code, final String field, final String id) {
        assertEquals("error", frame.get("type"), frame::toString);
        assertEquals(code, frame.get("code"), frame::toString);
        assertEquals(field, frame.get("field"), frame::toString);
        assertEquals(id, frame.get("id"), frame::toString);
        assertTrue(frame.get("message") instanceof String, frame::toString);
    }

    private static void assertDisconnect(final TestClient client, final String reason) throws Exception {
        final Map<String, Object> frame = client.read();
        assertEquals("disconnect", frame.get("event"), frame::toString);
        assertEquals(reason, frame.get("reason"), frame::toString);
        assertNull(client.readText(), "the server ends the connection");
    }

    @AfterEach
    void stop() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void shouldSayConnectFirst() throws Exception {
        try (TestClient client = connect(new GatewayContext().heartbeatMs(7_000).maxFrameBytes(2_048))) {
            final Map<String, Object> frame = client.read();

            assertEquals("event", frame.get("type"));
            assertEquals("connect", frame.get("event"));
            assertEquals(1L, frame.get("protocol"));
            assertTrue(((String)frame.get("session")).startsWith("s-"));
            assertEquals(true, frame.get("authorized"));
            assertEquals(7_000L, frame.get("heartbeatMs"));
            assertEquals(2_048L, frame.get("maxFrame"));
        }
    }

    @Test
    void shouldRegisterAndJournalOneRecordAFrame() throws Exception {
        try (TestClient client = connected(new GatewayContext())) {
            final Map<String, Object> frame = client.register("pricing", "'methods':['quote','cancel'],'acks':true");

            assertEquals("pricing", frame.get("name"));
            assertEquals("1.0.0", frame.get("version"));
            assertEquals("i-" + frame.get("index"), frame.get("instance"));
            client.send("{'type':'message','id':'" + ID + "','destination':'a:b','responder':'r','payload':{'x':1}}");
            client.send("{'type':'reply','id':'" + ID + "','payload':[ 1 ],'more':true}");
            client.send("{'type':'reply','id':'" + ID + "','error':{'code':'no','message':'nothing'}}");
            client.send("{'type':'broadcast','payload':null}");
            client.send("{'type':'emit','event':'tick','payload':1.50}");
            client.send("{'type':'services','service':'pricing'}");
            client.send("{'type':'status','id':'" + ID + "'}");
            client.send("{'type':'unregister'}");
            gateway.awaitRecord("unregister");
            assertEquals("""
                gateway-started slot 0
                session-opened %s
                registration anonymous pricing 1.0.0 [quote, cancel] [service-connect, service-online, service-disconnect, \
                service-offline, broadcast-message, unhandled-message] round-robin acks
                message a:b r {"x":1}
                reply [ 1 ] more
                reply no nothing
                broadcast null
                emit tick 1.50
                services pricing
                status\s
                unregister""".formatted(transport()).replace("status ", "status"),
                String.join("\n", gateway.engine.records));
        }

        gateway.awaitRecord("session-closed closed");
    }

    @Test
    void shouldGiveAConsumerItsDefaultsAndKeepWhatItLists() throws Exception {
        try (TestClient client = connected(new GatewayContext());
            TestClient other = open(gateway)) {
            client.register("shop", "");
            other.register("other", "'listen':['rates:*','unhandled-message'],'choose':'least-pending'");

            gateway.awaitRecord("registration anonymous shop 1.0.0 [] "
                + "[service-connect, service-online, service-disconnect, service-offline] round-robin");
            gateway.awaitRecord("registration anonymous other 1.0.0 [] [rates:*, unhandled-message] least-pending");
        }
    }

    @Test
    void shouldAnswerWhatIsNotAFrameAndGoOn() throws Exception {
        try (TestClient client = registered("")) {
            client.send("{'type':");
            assertError(client.read(), "bad-json", null, null);
            client.send("[1]");
            assertError(client.read(), "bad-json", null, null);
            client.write(new byte[] {'{', '"', (byte)0xff, '"', ':', '1', '}'});
            assertError(client.read(), "bad-json", null, null);
            client.send("{'typ':'ping'}");
            assertError(client.read(), "bad-field", "type", null);
            client.send("{'type':7}");
            assertError(client.read(), "bad-field", "type", null);
            client.send("{'type':'shout'}");
            assertError(client.read(), "unknown-type", null, null);
            client.send("{'type':'message','id':'" + ID.toUpperCase() + "','destination':'a'}");
            assertError(client.read(), "bad-field", "destination", ID);
            client.send("{'type':'status','id':'" + ID + "','id':'" + ID + "'}");
            assertEquals("bad-field", client.read().get("code"));
            client.expectSilence();

            assertFalse(gateway.engine.records.stream().anyMatch(record -> record.startsWith("message")));
        }
    }

    @Test
    void shouldWantARegistrationFirstAndOnlyOne() throws Exception {
        try (TestClient client = connected(new GatewayContext())) {
            client.send("{'type':'message','id':'" + ID + "','destination':'a:b'}");
            assertError(client.read(), "not-registered", null, ID);
            client.send("{'type':'reply'}");
            assertError(client.read(), "not-registered", null, null);
            client.send("{'type':'unregister'}");
            assertError(client.read(), "not-registered", null, null);
            client.register("shop", "");
            client.send("{'type':'register','name':'shop','version':'1.0.0'}");
            assertError(client.read(), "already-registered", null, null);
            client.send("{'type':'unregister'}");
            client.send("{'type':'message','id':'" + ID + "','destination':'a:b'}");
            assertError(client.read(), "not-registered", null, ID);
            client.send("{'type':'reply','id':'" + ID + "'}");
            client.expectSilence();

            gateway.awaitRecord("reply null");
        }
    }

    @Test
    void shouldRefuseAnotherConsumersName() throws Exception {
        try (TestClient client = registered("")) {
            client.send("{'type':'message','id':'" + ID + "','destination':'a:b','consumer':'bank'}");
            assertError(client.read(), "forbidden", "consumer", ID);
            client.send("{'type':'message','id':'" + ID + "','destination':'a:b','consumer':'shop'}");
            client.expectSilence();

            gateway.awaitRecord("message a:b  null");
            gateway.awaitRecord("refused forbidden anonymous message as another consumer 0");
        }
    }

    @Test
    void shouldAnswerPingBeforeAndAfterRegistration() throws Exception {
        try (TestClient client = connected(new GatewayContext())) {
            client.expectSilence();
            client.register("shop", "");
            client.expectSilence();
            client.send("{'type':'pong'}");
            client.expectSilence();
        }
    }

    @Test
    void shouldTakeAFrameOfTheFullSizeAndCloseAfterALargerOne() throws Exception {
        try (TestClient client = connected(new GatewayContext().maxFrameBytes(1_024))) {
            client.register("shop", "");
            final String start = "{'type':'broadcast','payload':'";
            client.send(start + "x".repeat(1_024 - start.length() - 2) + "'}");
            client.expectSilence();
            client.send(start + "x".repeat(1_024 - start.length() - 1) + "'}");
            assertError(client.read(), "too-large", null, null);
            assertDisconnect(client, "too-large");

            gateway.awaitRecord("session-closed closed");
            assertEquals(1, gateway.engine.records.stream().filter(record -> record.startsWith("broadcast")).count());
        }
    }

    @Test
    void shouldEndAHandshakeThatTakesTooLong() throws Exception {
        try (TestClient client = connected(new GatewayContext().registerTimeoutMs(50))) {
            assertError(client.read(), "handshake-timeout", null, null);
            assertDisconnect(client, "handshake-timeout");
        }

        assertEquals("[gateway-started slot 0]", gateway.engine.records.toString());
    }

    @Test
    void shouldPingASilentSessionAndEndItAfterThreePeriods() throws Exception {
        try (TestClient client = connected(new GatewayContext().heartbeatMs(300))) {
            client.register("shop", "");
            assertEquals("ping", client.read().get("type"));
            client.send("{'type':'pong'}");
            assertEquals("ping", client.read().get("type"));
            assertEquals("ping", client.read().get("type"));
            assertDisconnect(client, "timeout");

            gateway.awaitRecord("session-closed timeout");
        }
    }

    @Test
    void shouldCountAHalfClosedConnectionAsClosedAfterItsFrames() throws Exception {
        try (TestClient client = connected(new GatewayContext())) {
            client.send("{'type':'register','name':'shop','version':'1.0.0'}");
            client.send("{'type':'broadcast','payload':1}");
            client.socket.shutdownOutput();
            assertEquals("registered", client.read().get("event"));
            assertNull(client.readText());

            final String records = gateway.engine.records.toString();
            assertTrue(records.endsWith("broadcast 1, session-closed closed]"), records);
        }
    }

    @Test
    void shouldJournalTheEndOfAConnectionOnlyIfItsBeginningIs() throws Exception {
        connected(new GatewayContext()).close();
        try (TestClient client = open(gateway)) {
            client.register("shop", "");
        }

        gateway.awaitRecord("session-closed closed");
        assertEquals(4, gateway.engine.records.size(), gateway.engine.records::toString);
    }

    @Test
    void shouldDropASlowConsumerByAJournaledFact() throws Exception {
        try (TestClient slow = connected(new GatewayContext().windowBytes(1 << 20));
            TestClient quick = open(gateway)) {
            slow.register("slow", "'listen':['broadcast-message']");
            quick.register("quick", "");
            final String payload = '"' + "x".repeat(50_000) + '"';
            for (int i = 0; i < 2_000 && !gateway.engine.records.contains("delivery-failed slow-consumer"); i++) {
                gateway.engine.broadcast(payload);
                quick.expectSilence();
            }

            gateway.awaitRecord("delivery-failed slow-consumer");
            gateway.awaitRecord("session-closed slow-consumer");
            quick.expectSilence();
        }
    }

    @Test
    void shouldDropTheSlowestWhenAllTogetherAreAboveTheirWindow() throws Exception {
        final int windowBytes = 4 << 20;
        try (TestClient slow = connected(new GatewayContext().windowBytes(windowBytes).windowTotalBytes(windowBytes));
            TestClient alsoSlow = open(gateway);
            TestClient thirdSlow = open(gateway);
            TestClient quick = open(gateway)) {
            slow.register("slow", "'listen':['broadcast-message']");
            alsoSlow.register("slow", "'listen':['broadcast-message']");
            thirdSlow.register("slow", "'listen':['broadcast-message']");
            quick.register("quick", "");
            final String payload = '"' + "x".repeat(50_000) + '"';
            for (int i = 0; i < 2_000 && !gateway.engine.records.contains("delivery-failed slow-consumer"); i++) {
                gateway.engine.broadcast(payload);
                quick.expectSilence();
            }

            gateway.awaitRecord("session-closed slow-consumer");
            quick.expectSilence();
            assertEquals(1, gateway.engine.records.stream().filter("delivery-failed slow-consumer"::equals).count());
        }
    }

    @Test
    void shouldHearEventsOnlyAfterItsOwnRegistered() throws Exception {
        try (TestClient client = connected(new GatewayContext())) {
            gateway.engine.silent();
            client.send("{'type':'register','name':'shop','version':'1.0.0','methods':['m']}");
            gateway.await("registration", () -> gateway.engine.records.size() == 3);
            gateway.engine.broadcast("1");
            client.expectSilence();
            client.expectSilence();
        }
    }

    @Test
    void shouldRefuseNewWorkAndSayWhyWhenItStops() throws Exception {
        try (TestClient client = connected(new GatewayContext().drainMs(300).lingerMs(200));
            TestClient late = open(gateway)) {
            late.readUntil("connect");
            client.register("shop", "");
            client.send("{'type':'message','id':'" + ID + "','destination':'a:b','responder':'r'}");
            client.expectSilence();
            gateway.agent.beginShutdown();
            String code = null;
            while (code == null) {
                client.send("{'type':'message','id':'" + ID + "','destination':'a:b'}").send("{'type':'ping'}");
                final Map<String, Object> frame = client.read();
                code = (String)frame.get("code");
                if (code != null) {
                    assertError(frame, "shutting-down", null, ID);
                    client.readUntil("pong");
                }
            }
            late.send("{'type':'register','name':'late','version':'1.0.0'}");
            assertError(late.read(), "shutting-down", null, null);
            client.send("{'type':'reply','id':'" + ID + "'}");
            assertDisconnect(client, "shutting-down");
            assertDisconnect(late, "shutting-down");

            gateway.await("drained", gateway.agent::isDrained);
            final String records = gateway.engine.records.toString();
            assertTrue(records.endsWith("reply null, session-closed shutting-down, gateway-lost orderly]"), records);
        }
    }

    @Test
    void shouldBeginAnewWhenTheEngineHasWrittenItOff() throws Exception {
        try (TestClient client = registered("")) {
            gateway.engine.down(link -> link.onWrittenOff());

            assertDisconnect(client, "gateway-lost");
        }
        try (TestClient client = open(gateway)) {
            client.register("shop", "");
            assertEquals(2, gateway.engine.records.stream().filter("gateway-started slot 0"::equals).count());
        }
    }
}
