package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.gateway.auth.AuthFile;
import io.patchbay.gateway.auth.Grants;
import io.patchbay.gateway.config.GatewayContext;
import io.patchbay.gateway.session.RefusalJournal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/**
 * Tests authorization, which is decided before the journal, and the journal's records of refusals.
 */
@Timeout(30)
class AuthorizationTest {
    private static final String ID = "7f1c5d4e-0000-4000-8000-0123456789ab";
    @TempDir
    private Path dir;
    private TestGateway gateway;
    private String token;

    @BeforeEach
    void start() throws Exception {
        final SecureRandom random = new SecureRandom();
        token = AuthFile.newToken("shop", random);
        final Path file = Files.writeString(dir.resolve("auth"), AuthFile.toLine(token, new Grants(List.of("shop*"),
            List.of("pricing:quote"), List.of("service-*", "rates:tick"), List.of("shop:sold"), false), random) + "\n");
        gateway = new TestGateway(new GatewayContext().authFile(file).authorizeTimeoutMs(1_500));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private TcpClient authorized() throws Exception {
        final TcpClient client = gateway.tcp();
        client.send("{'type':'authorize','token':'" + token + "'}");
        assertEquals("shop", client.readUntil("authorized").get("principal"));
        return client;
    }

    private static void assertForbidden(final TestClient client, final String frame, final String field, final String id)
        throws Exception {
        final Map<String, Object> error = client.send(frame).read();
        assertEquals("forbidden", error.get("code"), error::toString);
        assertEquals(field, error.get("field"), error::toString);
        assertEquals(id, error.get("id"), error::toString);
    }

    @Test
    void shouldSayThatATokenIsNeeded() throws Exception {
        try (TcpClient client = new TcpClient(gateway.agent.tcpAddress())) {
            assertEquals(false, client.read().get("authorized"));
        }
    }

    @Test
    void shouldCloseAfterAWrongToken() throws Exception {
        try (TcpClient client = gateway.tcp()) {
            client.send("{'type':'authorize','token':'shop.wrong'}");

            assertEquals("unauthorized", client.readUntil("error").get("code"));
            assertEquals("unauthorized", client.readUntil("disconnect").get("reason"));
            assertNull(client.readText());
        }
        gateway.awaitRecord("session-closed closed unregistered");
        assertEquals("[gateway-started slot 0, session-opened tcp, refused unauthorized  authorize 0, "
            + "session-closed closed unregistered]", gateway.engine.records.toString());
    }

    @Test
    void shouldCloseAfterARegisterWithoutAuthorization() throws Exception {
        try (TcpClient client = gateway.tcp()) {
            client.send("{'type':'register','name':'shop','version':'1.0.0'}");

            assertEquals("unauthorized", client.readUntil("error").get("code"));
            assertEquals("unauthorized", client.readUntil("disconnect").get("reason"));
        }
        gateway.awaitRecord("refused unauthorized  register 0");
    }

    @Test
    void shouldEndWhoDoesNotAuthorizeInTime() throws Exception {
        try (TcpClient client = gateway.tcp(); TcpClient quick = authorized()) {
            assertEquals("handshake-timeout", client.readUntil("error").get("code"));
            quick.register("shop", "");
        }
    }

    @Test
    void shouldJournalTheGrantAndNeverTheToken() throws Exception {
        try (TcpClient client = authorized()) {
            client.register("shop", "'methods':['a']");

            gateway.awaitRecord("authorized shop");
            gateway.awaitRecord("registration shop shop 1.0.0 [a] "
                + "[service-connect, service-online, service-disconnect, service-offline] round-robin");
            assertFalse(gateway.engine.records.toString().contains(token));
        }
    }

    @Test
    void shouldForbidWhatIsNotGranted() throws Exception {
        try (TcpClient client = authorized()) {
            assertForbidden(client, "{'type':'register','name':'bank','version':'1.0.0'}", "name", null);
            assertForbidden(client, "{'type':'register','name':'shop','version':'1.0.0','listen':['rates:*']}", "listen", null);
            client.register("shop", "'listen':['rates:tick','service-online']");
            assertForbidden(client, "{'type':'message','id':'" + ID + "','destination':'pricing:cancel'}", "destination", ID);
            assertForbidden(client, "{'type':'message','id':'" + ID + "','destination':'other@1:quote'}", "destination", ID);
            assertForbidden(client, "{'type':'emit','event':'bought'}", "event", null);
            assertForbidden(client, "{'type':'broadcast','id':'" + ID + "'}", null, ID);
            client.send("{'type':'message','id':'" + ID + "','destination':'pricing@1.2:quote'}");
            client.send("{'type':'emit','event':'sold'}");
            client.expectSilence();

            gateway.awaitRecord("message pricing@1.2:quote  null");
            gateway.awaitRecord("emit sold null");
            gateway.awaitRecord("refused forbidden shop call pricing:cancel 0");
            assertEquals(6, count("refused"));
            assertEquals(1, count("message"));
        }
    }

    @Test
    void shouldCountRefusalsThatAreTooManyToJournal() throws Exception {
        try (TcpClient client = authorized()) {
            client.register("shop", "");
            for (int i = 0; i < 20; i++) {
                assertForbidden(client, "{'type':'emit','event':'bought'}", "event", null);
            }
            assertEquals(RefusalJournal.RECORDS_A_PERIOD, count("refused"));
            gateway.agent.beginShutdown();
            gateway.await("drained", gateway.agent::isDrained);

            gateway.awaitRecord("refused unauthorized  earlier refusals " + (20 - RefusalJournal.RECORDS_A_PERIOD));
            assertTrue(gateway.engine.records.get(gateway.engine.records.size() - 1).startsWith("gateway-lost"));
        }
    }

    private long count(final String kind) {
        return gateway.engine.records.stream().filter(record -> record.startsWith(kind + " ")).count();
    }
}
