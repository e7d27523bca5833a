package io.patchbay.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.sdk.event.Connected;
import io.patchbay.sdk.event.Disconnected;
import io.patchbay.sdk.event.Event;
import io.patchbay.sdk.event.InstanceInfo;
import io.patchbay.sdk.event.Registered;
import io.patchbay.sdk.event.ServiceInfo;
import io.patchbay.sdk.exceptions.BufferFullException;
import io.patchbay.sdk.exceptions.ErrorReplyException;
import io.patchbay.sdk.exceptions.FateUnknownException;
import io.patchbay.sdk.exceptions.NoConnectionException;
import io.patchbay.sdk.exceptions.NotSentException;
import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.sdk.exceptions.RefusedException;
import io.patchbay.sdk.exceptions.ReplyLostException;
import io.patchbay.sdk.exceptions.UnhandledException;
import io.patchbay.sdk.message.MessageStatus;
import io.patchbay.sdk.message.Payload;
import io.patchbay.sdk.message.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Tests the client over TCP against a server that the test plays line by line.
 */
@Timeout(30)
class ClientOverTcpTest {
    private static final String REPLY = "{\"type\":\"reply\",\"id\":\"%s\",\"responder\":\"reply\",\"instance\":\"i-0x5\",%s"
        + "\"index\":\"0x20\"}";

    private final FakeServer server = new FakeServer();
    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private Client client;

    @AfterEach
    void close() {
        server.close();
        if (client != null) {
            client.close();
        }
    }

    private ClientContext consumer() {
        return Client.named("web").server(server.address()).reconnectMs(1, 5).drainMs(0);
    }

    private String start(final ClientContext context) {
        client = context.start();
        return server.acceptAndRegister();
    }

    private static String reply(final String id, final String fields) {
        return String.format(REPLY, id, fields);
    }

    private static <T extends Exception> T failure(final Class<T> type, final CompletableFuture<?> future) {
        final ExecutionException failure = assertThrows(ExecutionException.class, () -> future.get(10, TimeUnit.SECONDS));
        return assertInstanceOf(type, failure.getCause());
    }

    @Test
    void shouldRegisterItsMethodsAndEvents() throws Exception {
        final Service pricing = Service.named("pricing").version("1.4.2").method("quote", request -> "1");
        final ClientContext context = Client.serving(pricing).server(server.address()).drainMs(0)
            .onService(EventName.SERVICE_ONLINE, received::add).onCustom("rates:tick", received::add).onRegistered(received::add)
            .onConnect(received::add);

        final String register = start(context);

        assertEquals("{\"type\":\"register\",\"name\":\"pricing\",\"version\":\"1.4.2\",\"methods\":[\"quote\"],"
            + "\"listen\":[\"service-online\",\"rates:tick\"],\"choose\":\"round-robin\"}", register);
        assertEquals(new Connected("s-1", 1, true, 10_000, 65_536), received.take());
        assertEquals(new Registered("x", "1.0.0", "i-0x10", "0x10",
            List.of(new ServiceInfo("pricing", List.of("1.0.0", "1.1.0"), List.of("quote"), 2))), received.take());
        assertTrue(client.isRegistered());
    }

    @Test
    void shouldAuthorizeFirst() {
        client = consumer().token("secret\"token").start();

        server.accept(false);

        assertEquals("{\"type\":\"authorize\",\"token\":\"secret\\\"token\"}", server.read());
        server.send("{\"type\":\"event\",\"event\":\"authorized\",\"principal\":\"web\"}");
        assertTrue(server.read().startsWith("{\"type\":\"register\",\"name\":\"web\""));
    }

    @Test
    void shouldCallAndGetTheAnswerByteForByte() throws Exception {
        start(consumer());

        final CompletableFuture<Reply> reply = client.message("pricing:quote").version("1.4").key("EUR").timeoutMs(5_000)
            .traceparent("00-1-2-03").json("{\n\"a\" : 1.50e3}").call();

        final String frame = server.read();
        final String id = FakeServer.id(frame);
        assertTrue(frame.matches("\\{\"type\":\"message\",\"id\":\"" + id + "\",\"destination\":\"pricing@1\\.4:quote\","
            + "\"responder\":\"reply\",\"key\":\"EUR\",\"traceparent\":\"00-1-2-03\",\"timeoutMs\":\\d+,\"ack\":true,"
            + "\"payload\":\\{ \"a\" : 1\\.50e3}}"), frame);
        server.send(reply(id, "\"payload\":{ \"price\" :1.10,\"u\":\"\\u00e9\\\"}\"},"));
        final Reply answer = reply.get();
        assertEquals("{ \"price\" :1.10,\"u\":\"\\u00e9\\\"}\"}", answer.json());
        assertEquals("i-0x5", answer.instance());
        assertEquals("0x20", answer.index());
    }

    @Test
    void shouldPassEachReplyToACallback() throws Exception {
        start(consumer());

        client.call("pricing:stream", "1", new ReplyListener() {
            @Override
            public void onReply(final Reply reply) {
                received.add(reply.json() + reply.more());
            }

            @Override
            public void onFailure(final PatchbayException failure) {
                received.add(failure);
            }
        });

        final String id = FakeServer.id(server.read());
        server.send(reply(id, "\"payload\":1,\"more\":true,"));
        server.send(reply(id, "\"payload\":2,\"more\":true,"));
        server.send(reply(id, "\"error\":{\"code\":\"late\",\"message\":\"too \\\"late\\\"\"},"));
        assertEquals("1true", received.take());
        assertEquals("2true", received.take());
        final ErrorReplyException error = assertInstanceOf(ErrorReplyException.class, received.take());
        assertEquals("late", error.code());
        assertEquals("too \"late\"", error.text());
    }

    @Test
    void shouldFailWithTheTypeOfWhatIsKnown() throws Exception {
        start(consumer());

        final CompletableFuture<Reply> lost = client.call("pricing:quote", "1");
        final CompletableFuture<Reply> nobody = client.call("nobody:there", "1");
        final CompletableFuture<Reply> overloaded = client.call("pricing:quote", "3");
        final String unhandled = "{\"type\":\"event\",\"event\":\"unhandled-message\",\"id\":\"%s\",\"destination\":\"a:b\","
            + "\"consumer\":\"web\",\"responder\":\"reply\",\"reason\":\"%s\",\"request\":\"0x21\",\"index\":\"0x22\","
            + "\"time\":\"2026-01-01T00:00:00.000000001Z\"}";
        server.send(String.format(unhandled, FakeServer.id(server.read()), "instance-lost"));
        server.send(String.format(unhandled, FakeServer.id(server.read()), "no-service"));
        server.send("{\"type\":\"error\",\"code\":\"overloaded\",\"message\":\"later\",\"id\":\"" + FakeServer.id(server.read())
            + "\"}");

        final UnhandledException first = failure(UnhandledException.class, lost);
        assertEquals(UnhandledReason.INSTANCE_LOST, first.reason());
        assertTrue(first.mayHaveActed());
        final UnhandledException second = failure(UnhandledException.class, nobody);
        assertEquals(UnhandledReason.NO_SERVICE, second.reason());
        assertFalse(second.mayHaveActed());
        final RefusedException third = failure(RefusedException.class, overloaded);
        assertEquals(ErrorCode.OVERLOADED, third.code());
        assertFalse(third.mayHaveActed());
    }

    @Test
    void shouldSendOneWayAndBroadcastAndEmit() throws Exception {
        start(consumer().onError(received::add));

        final CompletableFuture<String> sent = client.send("audit:log", "{}");
        final String message = server.read();
        server.send("{\"type\":\"accepted\",\"id\":\"" + FakeServer.id(message) + "\",\"index\":\"0x30\"}");
        final CompletableFuture<String> broadcast = client.broadcast("[1]");
        final String broadcastFrame = server.read();
        server.send("{\"type\":\"accepted\",\"id\":\"" + FakeServer.id(broadcastFrame) + "\",\"index\":\"0x31\"}");
        final CompletableFuture<String> forbidden = client.broadcast("[2]");
        server.send("{\"type\":\"error\",\"code\":\"forbidden\",\"message\":\"no\",\"id\":\"" + FakeServer.id(server.read())
            + "\"}");
        client.emit("tick", "{\"n\":1}");
        final String emit = server.read();
        server.send("{\"type\":\"error\",\"code\":\"forbidden\",\"message\":\"not that one\",\"field\":\"event\"}");

        assertTrue(message.contains("\"ack\":true") && !message.contains("responder"), message);
        assertEquals("0x30", sent.get());
        assertEquals("0x31", broadcast.get());
        assertEquals(ErrorCode.FORBIDDEN, failure(RefusedException.class, forbidden).code());
        assertEquals("{\"type\":\"emit\",\"event\":\"tick\",\"payload\":{\"n\":1}}", emit);
        final RefusedException refused = assertInstanceOf(RefusedException.class, received.take());
        assertEquals("event", refused.field());
    }

    @Test
    void shouldQueryServicesAndStatus() throws Exception {
        start(consumer());
        final UUID id = UUID.randomUUID();

        final CompletableFuture<List<InstanceInfo>> services = client.services();
        final CompletableFuture<List<InstanceInfo>> one = client.services("pricing");
        final CompletableFuture<MessageStatus> status = client.status(id);
        assertEquals("{\"type\":\"services\"}", server.read());
        assertEquals("{\"type\":\"services\",\"service\":\"pricing\"}", server.read());
        assertEquals("{\"type\":\"status\",\"id\":\"" + id + "\"}", server.read());
        server.send("{\"type\":\"services\",\"index\":\"0x3\",\"services\":[{\"name\":\"a\","
            + "\"instances\":[{\"instance\":\"i-0x1\","
            + "\"version\":\"1.0.0\",\"methods\":[\"x\",\"y\"],\"pending\":3}]}],\"more\":true}");
        server.send("{\"type\":\"services\",\"index\":\"0x3\",\"services\":[{\"name\":\"a\","
            + "\"instances\":[{\"instance\":\"i-0x2\","
            + "\"version\":\"1.0.0\",\"methods\":[\"x\"],\"pending\":0}]}]}");
        server.send("{\"type\":\"services\",\"index\":\"0x4\",\"services\":[]}");
        server.send("{\"type\":\"status\",\"id\":\"" + id + "\",\"status\":\"unhandled\",\"reason\":\"timeout\","
            + "\"index\":\"0x9\"}");

        assertEquals(List.of(new InstanceInfo("a", "i-0x1", "1.0.0", List.of("x", "y"), 3),
            new InstanceInfo("a", "i-0x2", "1.0.0", List.of("x"), 0)), services.get());
        assertEquals(List.of(), one.get());
        assertEquals(new MessageStatus(id, RequestStatus.UNHANDLED, UnhandledReason.TIMEOUT, "0x9"), status.get());
    }

    @Test
    void shouldServe() {
        final Service pricing = Service.named("pricing")
            .method("quote", request -> "[" + request.json() + ",\"" + request.consumer() + "\",\"" + request.key() + "\"]")
            .method("fail", request -> {
                throw new ErrorReplyException("closed", "no \"market\"\n");
            })
            .streamMethod("many", (request, replies) -> {
                replies.more("1");
                replies.last("2");
            });
        start(Client.serving(pricing).server(server.address()).drainMs(0));
        final String message = "{\"type\":\"message\",\"id\":\"%s\",\"destination\":\"pricing:%s\",\"consumer\":\"web\",%s"
            + "\"deadline\":\"2030-01-01T00:00:00.000000000Z\",\"payload\":%s,\"index\":\"0x44\"}";
        final String id = "01234567-89ab-cdef-0123-456789abcdef";

        server.send(String.format(message, id, "quote", "\"responder\":\"r\",\"key\":\"k\\\"\\u0041\",", "{ \"a\":1 }")
            .replace("k\\\"\\u0041", "k\\u0041"));
        server.send(String.format(message, id, "fail", "\"responder\":\"r\",", "1"));
        server.send(String.format(message, id, "many", "\"responder\":\"r\",", "1"));
        server.send(String.format(message, id, "many", "", "1"));
        server.send("{\"type\":\"ping\"}");

        assertEquals("{\"type\":\"reply\",\"id\":\"" + id + "\",\"payload\":[{ \"a\":1 },\"web\",\"kA\"]}", server.read());
        assertEquals("{\"type\":\"reply\",\"id\":\"" + id + "\",\"error\":{\"code\":\"closed\","
            + "\"message\":\"no \\\"market\\\"\\u000a\"}}", server.read());
        assertEquals("{\"type\":\"reply\",\"id\":\"" + id + "\",\"more\":true,\"payload\":1}", server.read());
        assertEquals("{\"type\":\"reply\",\"id\":\"" + id + "\",\"payload\":2}", server.read());
        assertEquals("{\"type\":\"pong\"}", server.read());
    }

    @Test
    void shouldReceiveEventsThatArriveInPieces() throws Exception {
        start(consumer().on("service-online", received::add).onService(EventName.SERVICE_DISCONNECT, received::add)
            .onBroadcast(received::add).onUnhandled(received::add)
            .on("rates:*", received::add).onCustom("rates:tick", received::add));
        final String id = "01234567-89ab-cdef-0123-456789abcdef";
        final String[] frames = {
            "{\"type\":\"event\",\"event\":\"service-online\",\"service\":\"pricing\",\"version\":\"1.0.0\","
                + "\"instance\":\"i-0x7\","
                + "\"methods\":[\"quote\"],\"index\":\"0x7\",\"time\":\"2026-03-01T12:00:00.000000001Z\"}",
            "{\"type\":\"event\",\"event\":\"service-disconnect\",\"service\":\"pricing\",\"version\":\"1.0.0\","
                + "\"instance\":\"i-0x7\",\"reason\":\"slow-consumer\",\"index\":\"0x8\","
                + "\"time\":\"2026-03-01T12:00:00.000000002Z\"}",
            "{\"type\":\"event\",\"event\":\"broadcast-message\",\"from\":\"ops\",\"instance\":\"i-0x9\",\"id\":\"" + id + "\","
                + "\"payload\":{\"b\":[1, 2]},\"index\":\"0x9\",\"time\":\"2026-03-01T12:00:00.000000003Z\"}",
            "{\"type\":\"event\",\"event\":\"unhandled-message\",\"id\":\"" + id + "\",\"destination\":\"a:b\","
                + "\"consumer\":\"c\","
                + "\"reason\":\"no-method\",\"request\":\"0xa\",\"index\":\"0xa\",\"time\":\"2026-03-01T12:00:00.000000004Z\"}",
            "{\"type\":\"event\",\"event\":\"rates:tick\",\"service\":\"rates\",\"instance\":\"i-0xb\",\"payload\":1.0,"
                + "\"index\":\"0xb\",\"time\":\"2026-03-01T12:00:00.123456789Z\"}"};

        for (final String frame : frames) {
            final int middle = frame.length() / 2;
            server.sendRaw("\n" + frame.substring(0, middle)).sendRaw(frame.substring(middle) + "\r\n");
        }

        for (final String frame : frames) {
            assertEquals(frame, ((Event)received.take()).toJson());
        }
        assertEquals(frames[4], ((Event)received.take()).toJson());
        assertTrue(received.isEmpty());
    }

    @Test
    void shouldDetectABrokenSocketAndRegisterAgain() throws Exception {
        start(consumer().onDisconnect(received::add).onRegistered(received::add));
        final String first = ((Registered)received.take()).instance();

        server.drop();
        final Disconnected disconnected = (Disconnected)received.take();
        server.acceptAndRegister();
        final String second = ((Registered)received.take()).instance();

        assertEquals("closed", disconnected.reason());
        assertFalse(disconnected.byServer());
        assertEquals("i-0x10", first);
        assertEquals("i-0x20", second);
    }

    @Test
    void shouldReportWhyTheServerDisconnected() throws Exception {
        start(consumer().onDisconnect(received::add));

        server.send("{\"type\":\"event\",\"event\":\"disconnect\",\"reason\":\"shutting-down\"}");

        assertEquals(new Disconnected("shutting-down", true, ""), received.take());
        server.acceptAndRegister();
    }

    @Test
    void shouldDetectADeadServerByItsSilence() throws Exception {
        server.close();
        try (FakeServer silent = new FakeServer(50)) {
            client = consumer().server(silent.address()).onDisconnect(received::add).start();
            silent.acceptAndRegister();

            final String ping = silent.read();
            final Disconnected disconnected = (Disconnected)received.take();

            assertEquals("{\"type\":\"ping\"}", ping);
            assertEquals("timeout", disconnected.reason());
            assertFalse(disconnected.byServer());
        }
    }

    private String acceptedId(final String index) {
        final String id = FakeServer.id(server.read());
        accept(id, index);
        return id;
    }

    private void accept(final String id, final String index) {
        server.send("{\"type\":\"accepted\",\"id\":\"" + id + "\",\"index\":\"" + index + "\"}");
    }

    private void refuse(final String id, final String code) {
        server.send("{\"type\":\"error\",\"code\":\"" + code + "\",\"message\":\"no\",\"id\":\"" + id + "\"}");
    }

    private void answerStatus(final String id, final String fields) {
        server.send("{\"type\":\"status\",\"id\":\"" + id + "\",\"status\":" + fields + "}");
    }

    private static String status(final String id) {
        return "{\"type\":\"status\",\"id\":\"" + id + "\"}";
    }

    private String readMessage(final String id) {
        final String frame = server.read();
        assertTrue(frame.contains("\"type\":\"message\"") && frame.contains(id), frame);
        return frame;
    }

    @Test
    void shouldQueryTheStatusOfAnAcceptedCallAfterALoss() throws Exception {
        start(consumer());
        final CompletableFuture<Reply> replied = client.call("a:replied", "1");
        final CompletableFuture<Reply> unhandled = client.call("a:unhandled", "2");
        final CompletableFuture<Reply> open = client.call("a:open", "3");
        final CompletableFuture<Reply> forgotten = client.call("a:forgotten", "4");
        final String repliedId = acceptedId("0x11");
        final String unhandledId = acceptedId("0x12");
        final String openId = acceptedId("0x13");
        final String forgottenId = acceptedId("0x14");
        // This answer follows the acks, so that the client has read them when the answer arrives.
        final CompletableFuture<MessageStatus> seen = client.status(UUID.fromString(openId));
        server.read();
        answerStatus(openId, "\"open\"");
        seen.get();

        server.drop();
        server.acceptAndRegister();
        assertEquals(status(repliedId), server.read());
        assertEquals(status(unhandledId), server.read());
        assertEquals(status(openId), server.read());
        assertEquals(status(forgottenId), server.read());
        answerStatus(repliedId, "\"replied\",\"index\":\"0x77\"");
        answerStatus(unhandledId, "\"unhandled\",\"reason\":\"instance-lost\",\"index\":\"0x78\"");
        answerStatus(openId, "\"open\"");
        answerStatus(forgottenId, "\"unknown\"");
        assertEquals(status(openId), server.read());
        answerStatus(openId, "\"open\"");
        assertEquals(status(openId), server.read());
        answerStatus(openId, "\"replied\",\"index\":\"0x79\"");

        assertEquals("0x77", failure(ReplyLostException.class, replied).index());
        assertEquals(UnhandledReason.INSTANCE_LOST, failure(UnhandledException.class, unhandled).reason());
        assertEquals("0x79", failure(ReplyLostException.class, open).index());
        assertTrue(failure(FateUnknownException.class, forgotten).getMessage().contains("accepted at 0x14"));
    }

    @Test
    void shouldSendUnacceptedMessagesAgainInOrderBeforeOthers() throws Exception {
        start(consumer());
        final CompletableFuture<Reply> accepted = client.call("a:b", "0");
        final CompletableFuture<Reply> first = client.call("a:b", "1");
        final CompletableFuture<String> oneWay = client.send("a:b", "2");
        final CompletableFuture<Reply> third = client.call("a:b", "3");
        final String acceptedId = acceptedId("0x10");
        final String firstId = FakeServer.id(server.read());
        final String oneWayId = FakeServer.id(server.read());
        final String thirdId = FakeServer.id(server.read());
        final CompletableFuture<MessageStatus> seen = client.status(UUID.fromString(firstId));
        server.read();
        answerStatus(firstId, "\"unknown\"");
        seen.get();

        server.drop();
        server.accept(true);
        final CompletableFuture<Reply> later = client.call("a:b", "4");
        server.registerOnly();

        readMessage(firstId);
        readMessage(oneWayId);
        readMessage(thirdId);
        final String laterId = FakeServer.id(server.read());
        assertEquals(status(acceptedId), server.read());
        answerStatus(acceptedId, "\"replied\",\"index\":\"0x20\"");
        accept(firstId, "0x30");
        accept(oneWayId, "0x31");
        assertEquals(status(oneWayId), server.read());
        answerStatus(oneWayId, "\"replied\",\"index\":\"0x31\"");
        server.send(reply(thirdId, "\"payload\":33,"));
        server.send(reply(firstId, "\"payload\":11,"));
        server.send(reply(laterId, "\"payload\":44,"));
        failure(ReplyLostException.class, accepted);
        assertEquals("11", first.get().json());
        assertEquals("0x31", oneWay.get());
        assertEquals("33", third.get().json());
        assertEquals("44", later.get().json());
    }

    @Test
    void shouldSendAgainOverSeveralLossesWithTheRestOfTheTimeout() throws Exception {
        start(consumer());
        final CompletableFuture<Reply> call = client.message("a:b").timeoutMs(60_000).json("1").call();
        final String id = FakeServer.id(server.read());

        for (int i = 0; i < 5; i++) {
            server.drop();
            server.acceptAndRegister();
            assertTrue(readMessage(id).matches(".*\"timeoutMs\":[345]\\d{4},.*"));
        }
        server.send(reply(id, "\"payload\":\"done\","));

        assertEquals("\"done\"", call.get().json());
    }

    @Test
    void shouldUseTheStatusOfTheFirstCopyIfTheSecondIsADuplicate() throws Exception {
        start(consumer());
        final CompletableFuture<Reply> call = client.call("a:b", "1");
        final CompletableFuture<String> oneWay = client.send("a:b", "2");
        final String id = FakeServer.id(server.read());
        final String oneWayId = FakeServer.id(server.read());

        server.drop();
        server.acceptAndRegister();
        readMessage(id);
        readMessage(oneWayId);
        accept(id, "0x50");
        refuse(id, "duplicate");
        accept(oneWayId, "0x51");
        refuse(oneWayId, "duplicate");
        assertEquals(Set.of(status(id), status(oneWayId)), Set.of(server.read(), server.read()));
        answerStatus(id, "\"replied\",\"index\":\"0x40\"");
        answerStatus(oneWayId, "\"replied\",\"index\":\"0x41\"");

        assertEquals("0x40", failure(ReplyLostException.class, call).index());
        assertEquals("0x41", oneWay.get());
    }

    @Test
    void shouldNotFailACallBecauseItsSecondCopyWasRefused() throws Exception {
        start(consumer());
        final CompletableFuture<Reply> known = client.call("a:b", "1");
        final CompletableFuture<Reply> unknown = client.call("a:b", "2");
        final String knownId = FakeServer.id(server.read());
        final String unknownId = FakeServer.id(server.read());

        server.drop();
        server.acceptAndRegister();
        readMessage(knownId);
        readMessage(unknownId);
        refuse(knownId, "overloaded");
        refuse(unknownId, "overloaded");
        assertEquals(status(knownId), server.read());
        answerStatus(knownId, "\"unhandled\",\"reason\":\"timeout\",\"index\":\"0x40\"");
        assertEquals(status(unknownId), server.read());
        answerStatus(unknownId, "\"unknown\"");
        readMessage(unknownId);
        server.send(reply(unknownId, "\"payload\":5,"));

        assertEquals(UnhandledReason.TIMEOUT, failure(UnhandledException.class, known).reason());
        assertEquals("5", unknown.get().json());
    }

    @Test
    void shouldSendACallThatAStoppingServerRefusedToTheNextServer() throws Exception {
        start(consumer());
        final CompletableFuture<Reply> call = client.call("a:b", "1");
        final String id = FakeServer.id(server.read());

        refuse(id, "shutting-down");
        server.send("{\"type\":\"event\",\"event\":\"disconnect\",\"reason\":\"shutting-down\"}");
        server.acceptAndRegister();
        readMessage(id);
        server.send(reply(id, "\"payload\":5,"));

        assertEquals("5", call.get().json());
    }

    @Test
    void shouldRepeatAStatusQueryThatWasRefused() throws Exception {
        start(consumer());
        final CompletableFuture<Reply> call = client.call("a:b", "1");
        final String id = FakeServer.id(server.read());

        server.drop();
        server.acceptAndRegister();
        readMessage(id);
        accept(id, "0x20");
        refuse(id, "duplicate");
        assertEquals(status(id), server.read());
        refuse(id, "overloaded");
        assertEquals(status(id), server.read());
        answerStatus(id, "\"replied\",\"index\":\"0x10\"");

        assertEquals("0x10", failure(ReplyLostException.class, call).index());
    }

    @Test
    void shouldBoundBytesThatAreNotAccepted() throws Exception {
        start(consumer().maxQueuedBytes(2_000));
        final String large = "\"" + "x".repeat(1_000) + "\"";
        final CompletableFuture<String> first = client.send("a:b", large);
        final String firstId = FakeServer.id(server.read());

        final BufferFullException full = assertThrows(BufferFullException.class, () -> client.call("a:b", large));
        assertTrue(full.getMessage().contains("accepted"), full.getMessage());
        accept(firstId, "0x20");
        first.get();
        final CompletableFuture<Reply> second = client.call("a:b", large);
        server.send(reply(FakeServer.id(server.read()), "\"payload\":5,"));

        assertEquals("5", second.get().json());
        client.call("a:b", large);
        server.drop();
        assertThrows(BufferFullException.class, () -> client.call("a:b", large));
    }

    @Test
    void shouldEndEachCallOnceWhenClosed() throws Exception {
        start(consumer());
        final ReplyListener listener = new ReplyListener() {
            @Override
            public void onReply(final Reply reply) {
                received.add(reply);
            }

            @Override
            public void onFailure(final PatchbayException failure) {
                received.add(failure);
            }
        };
        client.call("a:sent", "1", listener);
        server.read();
        server.drop();
        server.accept(true);
        client.call("a:waiting", "2", listener);

        client.close();

        assertInstanceOf(FateUnknownException.class, received.take());
        assertInstanceOf(NotSentException.class, received.take());
        assertTrue(received.isEmpty(), received.toString());
    }

    @Test
    void shouldDropAnswersToRequestsOfALostConnection() throws Exception {
        final BlockingQueue<Replies> inHand = new LinkedBlockingQueue<>();
        start(Client.serving(Service.named("s").streamMethod("m", (request, replies) -> inHand.add(replies)))
            .server(server.address()).reconnectMs(1, 5).drainMs(0).onRegistered(received::add));
        received.take();
        server.send("{\"type\":\"message\",\"id\":\"01234567-89ab-cdef-0123-456789abcdef\",\"destination\":\"s:m\","
            + "\"consumer\":\"web\",\"responder\":\"r\",\"deadline\":\"2030-01-01T00:00:00Z\",\"payload\":5,\"index\":\"0x44\"}");
        final Replies replies = inHand.take();
        assertTrue(replies.isOpen());

        server.drop();
        server.acceptAndRegister();
        received.take();
        replies.more("1");
        replies.last("2");
        client.emit("next", "3");

        assertFalse(replies.isOpen());
        assertTrue(server.read().contains("\"type\":\"emit\""));
    }

    @Test
    void shouldNotBroadcastTwice() throws Exception {
        start(consumer());
        final CompletableFuture<String> broadcast = client.broadcast("1");
        server.read();

        server.drop();
        server.acceptAndRegister();
        client.emit("next", "1");

        assertTrue(failure(FateUnknownException.class, broadcast).mayHaveActed());
        assertTrue(server.read().contains("\"type\":\"emit\""));
    }

    @Test
    void shouldQueueMessagesUntilThereIsAServer() throws Exception {
        client = consumer().start();
        final CompletableFuture<Reply> call = client.call("a:b", "1");

        server.acceptAndRegister();
        server.send(reply(FakeServer.id(server.read()), "\"payload\":2,"));

        assertEquals("2", call.get().json());
    }

    @Test
    void shouldFailACallThatWasNeverSentAtItsTimeout() throws Exception {
        client = consumer().start();

        final CompletableFuture<Reply> call = client.message("a:b").timeoutMs(50).call();

        assertFalse(failure(NotSentException.class, call).mayHaveActed());
    }

    @Test
    void shouldFailWithAnUnknownFateIfNoServerReturns() throws Exception {
        start(consumer().settleMs(50));
        final CompletableFuture<Reply> call = client.message("a:b").timeoutMs(50).call();
        server.read();

        server.close();

        assertTrue(failure(FateUnknownException.class, call).mayHaveActed());
    }

    @Test
    void shouldBoundCallsAndBytesUnderWay() {
        client = consumer().maxPending(2).maxQueuedBytes(1_000).start();
        client.call("a:b", "1");
        client.call("a:b", "2");

        assertThrows(BufferFullException.class, () -> client.call("a:b", "3"));
        assertThrows(BufferFullException.class, () -> client.emit("e", "\"" + "x".repeat(1_000) + "\""));
    }

    @Test
    void shouldRefuseMessagesThatTheServerWouldRefuse() throws Exception {
        start(consumer());

        final CompletableFuture<Reply> large = client.call("a:b", "\"" + "x".repeat(65_536) + "\"");

        assertEquals(ErrorCode.TOO_LARGE, failure(RefusedException.class, large).code());
        assertThrows(IllegalArgumentException.class, () -> client.call("a", "1"));
        assertThrows(IllegalArgumentException.class, () -> client.call("a:b", "{"));
        assertThrows(IllegalArgumentException.class, () -> client.call("a:b", "1,\"consumer\":\"x\""));
        assertThrows(IllegalArgumentException.class, () -> client.message("a:b").payload(Payload.binary(new byte[1])).call());
    }

    @Test
    void shouldThrowInsteadOfWaitingForItself() throws Exception {
        start(consumer().onBroadcast(event -> {
            try {
                client.call("a:b", "1").join();
            } catch (final IllegalStateException ex) {
                received.add(ex);
            }
        }));

        server.send("{\"type\":\"event\",\"event\":\"broadcast-message\",\"from\":\"x\",\"instance\":\"i-0x1\",\"payload\":1,"
            + "\"index\":\"0x2\",\"time\":\"2026-03-01T12:00:00.000000003Z\"}");

        assertInstanceOf(IllegalStateException.class, received.take());
    }

    @Test
    void shouldBlockOnAnExecutorOfTheUser() throws Exception {
        final ExecutorService executor = Executors.newSingleThreadExecutor();
        final Service relay = Service.named("relay").method("m", request -> client.call("a:b", request.json()).join().json());
        start(Client.serving(relay).server(server.address()).executor(executor).drainMs(0));

        server.send("{\"type\":\"message\",\"id\":\"01234567-89ab-cdef-0123-456789abcdef\",\"destination\":\"relay:m\","
            + "\"consumer\":\"web\",\"responder\":\"r\",\"deadline\":\"2030-01-01T00:00:00Z\",\"payload\":5,\"index\":\"0x44\"}");
        server.send(reply(FakeServer.id(server.read()), "\"payload\":6,"));

        assertEquals("{\"type\":\"reply\",\"id\":\"01234567-89ab-cdef-0123-456789abcdef\",\"payload\":6}", server.read());
        executor.shutdownNow();
    }

    @Test
    void shouldFailAtOnceIfItCannotConnect() {
        server.close();

        final NoConnectionException failure = assertThrows(NoConnectionException.class, () -> consumer().connect());

        assertFalse(failure.isRefused());
        assertTrue(failure.getMessage().contains(server.address()), failure.getMessage());
    }

    @Test
    void shouldReportThatItWasRefused() throws Exception {
        final CompletableFuture<Client> connecting = CompletableFuture.supplyAsync(() -> consumer().token("wrong").connect());

        server.accept(false).read();
        server.send("{\"type\":\"error\",\"code\":\"unauthorized\",\"message\":\"wrong token\"}");
        server.send("{\"type\":\"event\",\"event\":\"disconnect\",\"reason\":\"unauthorized\"}");

        final NoConnectionException failure = failure(NoConnectionException.class, connecting);
        assertTrue(failure.isRefused());
        assertTrue(failure.getMessage().contains("wrong token"), failure.getMessage());
    }

    @Test
    void shouldUnregisterAndAnswerOpenRequestsWhenClosed() throws Exception {
        final CompletableFuture<String> slow = new CompletableFuture<>();
        start(Client.serving(Service.named("s").asyncMethod("m", request -> {
            received.add(request);
            return slow;
        })).server(server.address()));
        server.send("{\"type\":\"message\",\"id\":\"01234567-89ab-cdef-0123-456789abcdef\",\"destination\":\"s:m\","
            + "\"consumer\":\"web\",\"responder\":\"r\",\"deadline\":\"2030-01-01T00:00:00Z\",\"payload\":5,\"index\":\"0x44\"}");
        received.take();

        final CompletableFuture<Void> closing = CompletableFuture.runAsync(client::close);
        assertEquals("{\"type\":\"unregister\"}", server.read());
        slow.complete("1");
        assertTrue(server.read().contains("\"type\":\"reply\""));
        server.send("{\"type\":\"event\",\"event\":\"disconnect\",\"reason\":\"unregistered\"}");

        closing.get();
        assertTrue(server.isEnded());
        assertThrows(NotSentException.class, () -> client.emit("e", "1"));
    }

    @Test
    void shouldBePolledByItsOwner() {
        client = consumer().callerDriven().start();
        final CompletableFuture<String> serving = CompletableFuture.supplyAsync(() -> {
            server.acceptAndRegister();
            server.send(reply(FakeServer.id(server.read()), "\"payload\":7,"));
            return "served";
        });

        final CompletableFuture<Reply> call = client.call("a:b", "1");
        while (!call.isDone()) {
            client.poll();
        }

        assertEquals("7", call.join().json());
        assertEquals("served", serving.join());
    }
}
