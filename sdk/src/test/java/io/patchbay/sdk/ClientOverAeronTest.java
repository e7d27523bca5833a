package io.patchbay.sdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.protocol.sbe.AcceptedEncoder;
import io.patchbay.protocol.sbe.BroadcastEncoder;
import io.patchbay.protocol.sbe.CustomEncoder;
import io.patchbay.protocol.sbe.EngineHelloEncoder;
import io.patchbay.protocol.sbe.FailureEncoder;
import io.patchbay.protocol.sbe.LifecycleEncoder;
import io.patchbay.protocol.sbe.ProveDecoder;
import io.patchbay.protocol.sbe.ReplyEncoder;
import io.patchbay.protocol.sbe.RequestEncoder;
import io.patchbay.protocol.sbe.ServicesEncoder;
import io.patchbay.protocol.sbe.StatusEncoder;
import io.patchbay.protocol.sbe.UnhandledEncoder;
import io.patchbay.protocol.sbe.UpBroadcastDecoder;
import io.patchbay.protocol.sbe.UpEmitDecoder;
import io.patchbay.protocol.sbe.UpMessageDecoder;
import io.patchbay.protocol.sbe.UpReplyDecoder;
import io.patchbay.protocol.sbe.UpResumeDecoder;
import io.patchbay.protocol.sbe.UpServicesDecoder;
import io.patchbay.protocol.sbe.UpStatusDecoder;
import io.patchbay.sdk.event.Disconnected;
import io.patchbay.sdk.event.Event;
import io.patchbay.sdk.event.InstanceInfo;
import io.patchbay.sdk.event.Registered;
import io.patchbay.sdk.event.UnhandledEvent;
import io.patchbay.sdk.exceptions.ErrorReplyException;
import io.patchbay.sdk.exceptions.RefusedException;
import io.patchbay.sdk.message.MessageStatus;
import io.patchbay.sdk.message.Payload;
import io.patchbay.sdk.message.Reply;
import io.patchbay.text.Rfc3339;
import io.patchbay.text.Utf8;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Tests the client over Aeron against a server that the test plays frame by frame.
 */
@Timeout(60)
class ClientOverAeronTest {
    private static final long TIME = 1_767_225_600_000_000_001L;

    private final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private FakeAeronServer server;
    private Client client;

    @AfterEach
    void close() {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private String start(final String media, final ClientContext context) {
        if ("udp".equals(media)) {
            final String endpoint = "127.0.0.1:" + freeUdpPort();
            server = new FakeAeronServer("aeron:udp?endpoint=127.0.0.1:" + freeUdpPort(), "aeron:udp?endpoint=" + endpoint);
            context.aeronUdp(endpoint);
        } else {
            server = new FakeAeronServer("aeron:ipc", "aeron:ipc");
            context.aeronIpc();
        }
        client = context.server(server.address()).reconnectMs(1, 5).drainMs(0).onRegistered(received::add).start();
        final String register = server.acceptAndRegister();
        final UnsafeBuffer first = server.read();
        assertEquals(ProveDecoder.TEMPLATE_ID, server.template(first));
        assertEquals(0x10, server.prove(first).instance());
        assertEquals(0x0123456789abcdefL, server.prove(first).secretHi());
        assertEquals(0xffL, server.prove(first).secretLo());
        FakeAeronServer.until(Thread::onSpinWait, () -> !received.isEmpty());
        received.clear();
        return register;
    }

    private static int freeUdpPort() {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static DirectBuffer text(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    private UpMessageDecoder readMessage() {
        final UnsafeBuffer frame = server.read();
        assertEquals(UpMessageDecoder.TEMPLATE_ID, server.template(frame));
        return new UpMessageDecoder().wrapAndApplyHeader(frame, 0, server.headerDecoder);
    }

    private void sendReply(final UpMessageDecoder message, final long index, final int n, final String payload) {
        final ReplyEncoder reply = new ReplyEncoder().wrapAndApplyHeader(server.buffer, 0, server.header)
            .index(index).n(n).target(0x10).idHi(message.idHi()).idLo(message.idLo()).instance(0x5)
            .more((short)0).error((short)0).encoding(Encoding.JSON);
        put(reply, payload);
        server.send(8 + reply.encodedLength());
    }

    private static void put(final ReplyEncoder reply, final String payload) {
        final DirectBuffer bytes = text(payload);
        reply.putResponder(text("reply"), 0, 5).putErrorCode(bytes, 0, 0).putErrorMessage(bytes, 0, 0)
            .putPayload(bytes, 0, bytes.capacity());
    }

    private static String text(final UpMessageDecoder message, final int length) {
        final byte[] bytes = new byte[length];
        message.getPayload(bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipc", "udp"})
    void shouldProveItselfAndCall(final String media) throws Exception {
        final String register = start(media, Client.named("web"));
        assertTrue(register.contains("\"aeron\":{\"media\":\"" + media + "\""), register);

        final CompletableFuture<Reply> call = client.message("pricing:quote").key("k").json("{ \"a\" : 1}").call();
        final UpMessageDecoder message = readMessage();
        final UnsafeBuffer view = new UnsafeBuffer(0, 0);
        message.wrapDestination(view);
        assertEquals("pricing:quote", Utf8.text(view));
        message.wrapConsumer(view);
        assertEquals(0, view.capacity());
        message.wrapResponder(view);
        assertEquals("reply", Utf8.text(view));
        message.wrapKey(view);
        assertEquals("k", Utf8.text(view));
        message.wrapTraceparent(view);
        assertEquals("{ \"a\" : 1}", text(message, 10));
        sendReply(message, 0x20, 0, "{\"price\": 1.0}");

        assertEquals("{\"price\": 1.0}", call.get(10, TimeUnit.SECONDS).json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipc", "udp"})
    void shouldCarryFramesOfTheFullSize(final String media) throws Exception {
        start(media, Client.named("web"));
        final byte[] bytes = new byte[48_900];
        Arrays.fill(bytes, (byte)7);

        final CompletableFuture<Reply> call = client.message("a:b").payload(Payload.binary(bytes)).call();
        final UpMessageDecoder message = readMessage();
        final ReplyEncoder reply = new ReplyEncoder().wrapAndApplyHeader(server.buffer, 0, server.header)
            .index(0x20).n(0).target(0x10).idHi(message.idHi()).idLo(message.idLo()).instance(0x5)
            .more((short)0).error((short)0).encoding(Encoding.BINARY);
        reply.putResponder(bytes, 0, 0).putErrorCode(bytes, 0, 0).putErrorMessage(bytes, 0, 0).putPayload(bytes, 0, bytes.length);
        server.send(8 + reply.encodedLength());

        final Payload answer = call.get(10, TimeUnit.SECONDS).payload();
        assertTrue(answer.isBinary());
        assertArrayEquals(bytes, answer.bytes());
    }

    @Test
    void shouldServe() {
        start("ipc", Client.serving(Service.named("pricing")
            .method("quote", request -> "[" + request.json() + ",\"" + request.consumer() + "\",\"" + request.index() + "\"]")
            .method("fail", request -> {
                throw new ErrorReplyException("closed", "no market");
            })));

        sendRequest(0x30, 0, "pricing:quote", "5");
        sendRequest(0x30, 0, "pricing:quote", "6");
        sendRequest(0x31, 0, "pricing:fail", "7");

        final UpReplyDecoder first = new UpReplyDecoder().wrapAndApplyHeader(server.read(), 0, server.headerDecoder);
        assertEquals(1, first.idHi());
        final UnsafeBuffer view = new UnsafeBuffer(0, 0);
        first.skipErrorCode();
        first.skipErrorMessage();
        first.wrapPayload(view);
        assertEquals("[5,\"web\",\"0x30\"]", Utf8.text(view));
        final UpReplyDecoder second = new UpReplyDecoder().wrapAndApplyHeader(server.read(), 0, server.headerDecoder);
        assertEquals(1, second.error());
        second.wrapErrorCode(view);
        assertEquals("closed", Utf8.text(view));
        second.wrapErrorMessage(view);
        assertEquals("no market", Utf8.text(view));
    }

    private void sendRequest(final long index, final int n, final String destination, final String payload) {
        final RequestEncoder request = new RequestEncoder().wrapAndApplyHeader(server.buffer, 0, server.header)
            .index(index).n(n).target(0x10).idHi(1).idLo(index).deadline(TIME).timeoutMs(0).encoding(Encoding.JSON);
        final DirectBuffer bytes = text(payload);
        request.putDestination(text(destination), 0, destination.length()).putConsumer(text("web"), 0, 3)
            .putResponder(text("r"), 0, 1).putKey(bytes, 0, 0).putTraceparent(bytes, 0, 0)
            .putPayload(bytes, 0, bytes.capacity());
        server.send(8 + request.encodedLength());
    }

    @Test
    void shouldReportReceivedFramesToASuccessorEngineAndDropRepeats() throws Exception {
        start("ipc", Client.named("web").onCustom("rates:*", event -> received.add(event.payload().json())));
        sendCustom(0x20, 0, "1");
        sendCustom(0x20, 1, "2");
        assertEquals("1", received.take());
        assertEquals("2", received.take());
        sendAccepted(0x25);

        server.replaceDelivery();
        final EngineHelloEncoder hello = new EngineHelloEncoder().wrapAndApplyHeader(server.buffer, 0, server.header).epoch(9);
        server.send(8 + hello.encodedLength());
        final UnsafeBuffer frame = server.read();
        assertEquals(UpResumeDecoder.TEMPLATE_ID, server.template(frame));
        final UpResumeDecoder resume = new UpResumeDecoder().wrapAndApplyHeader(frame, 0, server.headerDecoder);
        sendCustom(0x20, 0, "1");
        sendCustom(0x20, 1, "2");
        sendCustom(0x20, 2, "3");
        sendCustom(0x21, 0, "4");

        assertEquals(9, resume.epoch());
        assertEquals(0x20, resume.lastIndex());
        assertEquals(1, resume.lastN());
        assertEquals(0x25, resume.lastAck());
        assertEquals("3", received.take());
        assertEquals("4", received.take());
    }

    private void sendCustom(final long index, final int n, final String payload) {
        final CustomEncoder custom = new CustomEncoder().wrapAndApplyHeader(server.buffer, 0, server.header)
            .index(index).n(n).target(0).time(TIME).instance(0x3).encoding(Encoding.JSON);
        custom.putService(text("rates"), 0, 5).putEvent(text("tick"), 0, 4).putPayload(text(payload), 0, payload.length());
        server.send(8 + custom.encodedLength());
    }

    private void sendAccepted(final long index) {
        final AcceptedEncoder accepted = new AcceptedEncoder().wrapAndApplyHeader(server.buffer, 0, server.header)
            .index(index).n(0).target(0x10).idHi(0).idLo(0).hasId((short)0);
        server.send(8 + accepted.encodedLength());
    }

    @Test
    void shouldReceiveEveryKindOfEvent() throws Exception {
        start("ipc", Client.named("web").on("service-disconnect", received::add)
            .onBroadcast(received::add).onUnhandled(received::add));
        final UnsafeBuffer none = new UnsafeBuffer(new byte[0]);

        final LifecycleEncoder lifecycle = new LifecycleEncoder().wrapAndApplyHeader(server.buffer, 0, server.header)
            .index(0x20).n(0).target(0).time(TIME).instance(0x7).event((short)2).reason((short)4);
        lifecycle.putService(text("pricing"), 0, 7).putVersion(text("1.0.0"), 0, 5).putMethods(none, 0, 0);
        server.send(8 + lifecycle.encodedLength());
        final BroadcastEncoder broadcast = new BroadcastEncoder().wrapAndApplyHeader(server.buffer, 0, server.header)
            .index(0x21).n(0).target(0).time(TIME).instance(0x8).hasId((short)0).encoding(Encoding.BINARY);
        broadcast.putFrom(text("ops"), 0, 3).putPayload(new byte[] {1, 2, 3}, 0, 3);
        server.send(8 + broadcast.encodedLength());
        final UnhandledEncoder unhandled = new UnhandledEncoder().wrapAndApplyHeader(server.buffer, 0, server.header)
            .index(0x22).n(0).target(0).time(TIME).idHi(0).idLo(5).request(0x19).instance(0).sender(0x3).reason((short)1);
        unhandled.putDestination(text("a@2:b"), 0, 5).putConsumer(text("c"), 0, 1).putResponder(none, 0, 0);
        server.send(8 + unhandled.encodedLength());

        assertEquals("{\"type\":\"event\",\"event\":\"service-disconnect\",\"service\":\"pricing\",\"version\":\"1.0.0\","
            + "\"instance\":\"i-0x7\",\"reason\":\"gateway-lost\",\"index\":\"0x20\","
            + "\"time\":\"2026-01-01T00:00:00.000000001Z\"}",
            ((Event)received.take()).toJson());
        assertEquals("{\"type\":\"event\",\"event\":\"broadcast-message\",\"from\":\"ops\",\"instance\":\"i-0x8\","
            + "\"encoding\":\"base64\",\"payload\":\"AQID\",\"index\":\"0x21\",\"time\":\"2026-01-01T00:00:00.000000001Z\"}",
            ((Event)received.take()).toJson());
        assertEquals(new UnhandledEvent(new UUID(0, 5), "a@2:b", "c", "", UnhandledReason.NO_VERSION, "0x19", "", "0x22",
            Rfc3339.instant(TIME)), received.take());
    }

    @Test
    void shouldQueryAndBroadcastAndEmit() throws Exception {
        start("ipc", Client.named("web"));
        final UUID id = UUID.randomUUID();
        final UnsafeBuffer view = new UnsafeBuffer(0, 0);

        final CompletableFuture<List<InstanceInfo>> services = client.services("pricing");
        new UpServicesDecoder().wrapAndApplyHeader(server.read(), 0, server.headerDecoder).wrapService(view);
        assertEquals("pricing", Utf8.text(view));
        final ServicesEncoder answer = new ServicesEncoder().wrapAndApplyHeader(server.buffer, 0, server.header)
            .index(0x30).n(0).target(0x10).more((short)0);
        answer.instancesCount(1).next().instance(0x7).pending(4).putService(text("pricing"), 0, 7)
            .putVersion(text("1.0.0"), 0, 5).putMethods(text("a,b"), 0, 3);
        server.send(8 + answer.encodedLength());
        assertEquals(List.of(new InstanceInfo("pricing", "i-0x7", "1.0.0", List.of("a", "b"), 4)), services.get());

        final CompletableFuture<MessageStatus> status = client.status(id);
        final UpStatusDecoder question = new UpStatusDecoder().wrapAndApplyHeader(server.read(), 0, server.headerDecoder);
        assertEquals(id, new UUID(question.idHi(), question.idLo()));
        final StatusEncoder known = new StatusEncoder().wrapAndApplyHeader(server.buffer, 0, server.header).index(0x31).n(0)
            .target(0x10).idHi(question.idHi()).idLo(question.idLo()).ended(0x29).status((short)1).reason((short)255);
        server.send(8 + known.encodedLength());
        assertEquals(new MessageStatus(id, RequestStatus.REPLIED, null, "0x29"), status.get());

        final CompletableFuture<String> broadcast = client.broadcast("5");
        final UpBroadcastDecoder received = new UpBroadcastDecoder().wrapAndApplyHeader(server.read(), 0, server.headerDecoder);
        final FailureEncoder failure = new FailureEncoder().wrapAndApplyHeader(server.buffer, 0, server.header).index(0).n(0)
            .target(0x10).idHi(received.idHi()).idLo(received.idLo()).hasId((short)1).code((short)5);
        failure.putField(text(""), 0, 0).putMessage(text("not you"), 0, 7);
        server.send(8 + failure.encodedLength());
        final ExecutionException refused = assertThrows(ExecutionException.class, broadcast::get);
        assertEquals("forbidden: not you", assertInstanceOf(RefusedException.class, refused.getCause()).getMessage());

        client.emit("tick", "[]");
        final UnsafeBuffer emit = server.read();
        assertEquals(UpEmitDecoder.TEMPLATE_ID, server.template(emit));
    }

    @Test
    void shouldAttachAgainAfterTheSocketBroke() throws Exception {
        start("ipc", Client.named("web").onDisconnect(received::add));

        server.socket().drop();
        assertInstanceOf(Disconnected.class, received.take());
        server.acceptAndRegister();

        assertEquals(ProveDecoder.TEMPLATE_ID, server.template(server.read()));
        assertInstanceOf(Registered.class, received.take());
    }

    @Test
    void shouldSayThatIpcNeedsTheDriverOfTheServer() {
        assertNoDriver(Client.named("web").aeronIpc(), "Aeron IPC needs the server's own driver, on the same machine");
    }

    @Test
    void shouldSayWhichDriverToStartForUdp() {
        assertNoDriver(Client.named("web").aeronUdp("127.0.0.1:" + freeUdpPort()),
            "java --add-opens java.base/jdk.internal.misc=ALL-UNNAMED -Daeron.dir=/nonexistent/aeron"
                + " -cp aeron-all.jar io.aeron.driver.MediaDriver");
    }

    private void assertNoDriver(final ClientContext context, final String advice) {
        server = new FakeAeronServer("aeron:ipc", "aeron:ipc");
        final CompletableFuture<Client> connecting = CompletableFuture.supplyAsync(() -> context
            .aeronDirectory("/nonexistent/aeron").connectTimeoutMs(300).server(server.address()).connect());

        server.acceptAndRegister();

        final ExecutionException failure = assertThrows(ExecutionException.class, connecting::get);
        final String message = failure.getCause().getMessage();
        assertTrue(message.contains("Aeron in /nonexistent/aeron: no media driver runs there"), message);
        assertTrue(message.contains(advice), message);
    }
}
