package io.patchbay.sdk.direct;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.ProveEncoder;
import io.patchbay.protocol.sbe.ReplyEncoder;
import io.patchbay.protocol.sbe.RequestEncoder;
import io.patchbay.protocol.sbe.UpStatusEncoder;
import io.patchbay.sdk.FakeAeronServer;
import io.patchbay.sdk.FakeServer;
import io.patchbay.sdk.event.Registered;

import com.sun.management.ThreadMXBean;
import io.aeron.Aeron;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tests the low-level client, which runs on the caller's own thread.
 */
@Timeout(60)
class DirectClientTest {
    private static final DirectBuffer DESTINATION = ascii("echo:echo");
    private static final DirectBuffer PAYLOAD = ascii("{\"n\":1}");
    private static final DirectBuffer NONE = new UnsafeBuffer(new byte[0]);

    private long requests;
    private long replies;
    private long registered;
    private long others;

    private static DirectBuffer ascii(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void shouldAllocateNothingPerMessageOverTcp() throws Exception {
        final int batches = 1_500;
        final int messages = 50;
        final String id = "\"id\":\"00000000-0000-0001-0000-000000000002\"";
        final String batch = ("{\"type\":\"message\"," + id + ",\"destination\":\"echo:echo\","
            + "\"consumer\":\"x\",\"responder\":\"reply\",\"index\":\"0x4f6800000001\","
            + "\"deadline\":\"2026-11-22T21:54:30.123456789Z\",\"payload\":{\"n\":1}}\n"
            + "{\"type\":\"reply\"," + id + ",\"responder\":\"reply\",\"instance\":\"i-0x10\","
            + "\"index\":\"0x4f6800000002\",\"payload\":[\"\\\"\",{}]}\n"
            + "{\"type\":\"reply\"," + id + ",\"responder\":\"reply\",\"instance\":\"i-0x10\","
            + "\"index\":\"0x4f6800000002\",\"error\":{\"code\":\"odd\",\"message\":\"no\"}}\n"
            + "{\"type\":\"event\",\"event\":\"rates:tick\",\"service\":\"rates\",\"instance\":\"i-0x10\",\"index\":\"0x3\","
            + "\"time\":\"2026-11-22T21:54:30.123456789Z\",\"payload\":1}\n"
            + "{\"type\":\"event\",\"event\":\"broadcast-message\",\"from\":\"rates\",\"instance\":\"i-0x10\",\"index\":\"0x3\","
            + "\"time\":\"2026-11-22T21:54:30.123456789Z\",\"payload\":1}\n"
            + "{\"type\":\"event\",\"event\":\"service-offline\",\"service\":\"rates\",\"index\":\"0x3\","
            + "\"time\":\"2026-11-22T21:54:31.000000000Z\"}\n"
            + "{\"type\":\"accepted\"," + id + ",\"index\":\"0x4\"}\n").repeat(messages);
        try (FakeServer server = new FakeServer()) {
            final EchoHandler handler = new EchoHandler();
            final DirectClient client = new DirectContext().name("echo").methods(List.of("echo")).server(server.address())
                .reconnect(false).connect(handler);
            handler.client = client;
            handler.callsAgain = true;
            final Thread talk = new Thread(() -> {
                server.acceptAndRegister();
                for (int i = 0; i < 2 * batches; i++) {
                    server.sendRaw(batch);
                    for (int line = 0; line < 3 * messages; line++) {
                        server.read();
                    }
                }
            });
            talk.start();
            FakeAeronServer.until(client::doWork, () -> others >= (long)batches * 4 * messages);

            final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
            final long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            while (others < 2L * batches * 4 * messages && !client.isClosed()) {
                client.doWork();
            }
            final long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

            assertEquals(2L * batches * messages, requests);
            assertEquals(4L * batches * messages, replies);
            assertTrue(allocated < 20_000, "allocated " + allocated + " bytes in " + 10L * batches * messages + " frames");
            FakeAeronServer.until(client::doWork, () -> !talk.isAlive());
            client.close();
        }
    }

    @Test
    void shouldShareAnAeronClientThatIsNotItsOwn() throws Exception {
        try (FakeAeronServer server = new FakeAeronServer("aeron:ipc", "aeron:ipc");
            Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(server.directory()))) {
            for (int i = 1; i <= 2; i++) {
                final int round = i;
                final DirectClient client = new DirectContext().name("echo").methods(List.of("echo")).server(server.address())
                    .aeronIpc().aeron(aeron).reconnect(false).connect(new EchoHandler());
                final Thread registration = new Thread(server::acceptAndRegister);
                registration.start();

                FakeAeronServer.until(client::doWork, () -> registered >= round);

                registration.join();
                assertEquals(ProveEncoder.TEMPLATE_ID, server.template(server.read(client::doWork)));
                assertEquals(Sent.OK, client.status(1, round));
                assertEquals(UpStatusEncoder.TEMPLATE_ID, server.template(server.read(client::doWork)));
                client.close();
                assertFalse(aeron.isClosed());
            }
        }
    }

    @Test
    void shouldNotUseASharedAeronClientOfAnotherDriver() throws Exception {
        try (FakeAeronServer server = new FakeAeronServer("aeron:ipc", "aeron:ipc");
            FakeAeronServer other = new FakeAeronServer("aeron:ipc", "aeron:ipc");
            Aeron aeron = Aeron.connect(new Aeron.Context().aeronDirectoryName(other.directory()))) {
            final DirectClient client = new DirectContext().name("echo").server(server.address()).aeronIpc().aeron(aeron)
                .reconnect(false).connect(new EchoHandler());
            final Thread registration = new Thread(server::acceptAndRegister);
            registration.start();

            FakeAeronServer.until(client::doWork, client::isClosed);

            registration.join();
            assertEquals(0, registered);
        }
    }

    @Test
    void shouldAllocateNothingPerMessage() throws Exception {
        try (FakeAeronServer server = new FakeAeronServer("aeron:ipc", "aeron:ipc")) {
            final EchoHandler handler = new EchoHandler();
            final DirectClient client = new DirectContext().name("echo").methods(List.of("echo")).server(server.address())
                .aeronIpc().connect(handler);
            handler.client = client;
            final Thread registration = new Thread(server::acceptAndRegister);
            registration.start();
            FakeAeronServer.until(client::doWork, () -> registered > 0);
            registration.join();
            server.read(client::doWork);
            final Loop loop = new Loop(server, client);
            loop.run(20_000);

            final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
            final long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            loop.client(20_000);
            final long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

            assertEquals(20_000, replies);
            assertEquals(40_000, requests);
            assertTrue(allocated < 20_000, "allocated " + allocated + " bytes in 20000 calls and 20000 answers");
            client.close();
        }
    }

    /** Answers each request with its payload, and counts. */
    private final class EchoHandler implements DirectHandler {
        private DirectClient client;
        private boolean callsAgain;

        @Override
        public void onRegistered(final Registered now) {
            registered++;
        }

        @Override
        public void onRequest(final DirectRequest request) {
            requests++;
            assertEquals(5, request.methodOffset());
            // where the machine is busy, the driver is slow to make room
            while (client.reply(request.idHi, request.idLo, false, request.encoding, request.payload, 0,
                request.payload.capacity()) == Sent.BACK_PRESSURED) {
                Thread.yield();
            }
        }

        @Override
        public void onReply(final DirectReply reply) {
            replies++;
            if (callsAgain) {
                assertEquals(Sent.OK, client.call(3, replies, DESTINATION, Encoding.JSON, PAYLOAD, 0, PAYLOAD.capacity()));
            }
        }

        @Override
        public void onCustom(final DirectCustom custom) {
            others++;
        }

        @Override
        public void onBroadcast(final DirectBroadcast broadcast) {
            others++;
        }

        @Override
        public void onLifecycle(final DirectLifecycle lifecycle) {
            others++;
        }

        @Override
        public void onAccepted(final boolean hasId, final long idHi, final long idLo, final long index) {
            others++;
        }
    }

    /**
     * A loop of calls and requests. After the warm-up only the client's side works on the measured thread's frames, so that its
     * allocations alone are counted.
     */
    private final class Loop {
        private final FakeAeronServer server;
        private final DirectClient client;
        private final ReplyEncoder reply = new ReplyEncoder();
        private final RequestEncoder request = new RequestEncoder();
        private long index = 0x100;

        private Loop(final FakeAeronServer server, final DirectClient client) {
            this.server = server;
            this.client = client;
        }

        private void run(final int count) {
            for (int i = 0; i < count; i++) {
                FakeAeronServer.until(client::doWork, () -> call() == Sent.OK);
                FakeAeronServer.until(client::doWork, () -> server.poll() != null);
                request.wrapAndApplyHeader(server.buffer, 0, server.header).index(++index).n(0).target(0x10).idHi(1)
                    .idLo(index).deadline(1).timeoutMs(0).encoding(Encoding.JSON)
                    .putDestination(DESTINATION, 0, 9).putConsumer(NONE, 0, 0).putResponder(PAYLOAD, 0, 1)
                    .putKey(NONE, 0, 0).putTraceparent(NONE, 0, 0).putPayload(PAYLOAD, 0, 7);
                server.send(MessageHeaderDecoder.ENCODED_LENGTH + request.encodedLength(), client::doWork);
                FakeAeronServer.until(client::doWork, () -> server.poll() != null);
            }
            assertEquals(count, requests);
        }

        private void client(final int count) {
            for (int i = 0; i < count; i++) {
                while (call() != Sent.OK) {
                    client.doWork();
                }
                server.discard();
                index++;
                reply.wrapAndApplyHeader(server.buffer, 0, server.header).index(index).n(0).target(0x10).idHi(1).idLo(index)
                    .instance(5).more((short)0).error((short)0).encoding(Encoding.JSON)
                    .putResponder(NONE, 0, 0).putErrorCode(NONE, 0, 0).putErrorMessage(NONE, 0, 0).putPayload(PAYLOAD, 0, 7);
                while (!server.offer(MessageHeaderDecoder.ENCODED_LENGTH + reply.encodedLength())) {
                    client.doWork();
                }
                index++;
                request.wrapAndApplyHeader(server.buffer, 0, server.header).index(index).n(0).target(0x10).idHi(1).idLo(index)
                    .deadline(1).timeoutMs(0).encoding(Encoding.JSON)
                    .putDestination(DESTINATION, 0, 9).putConsumer(NONE, 0, 0).putResponder(PAYLOAD, 0, 1)
                    .putKey(NONE, 0, 0).putTraceparent(NONE, 0, 0).putPayload(PAYLOAD, 0, 7);
                while (!server.offer(MessageHeaderDecoder.ENCODED_LENGTH + request.encodedLength())) {
                    client.doWork();
                }
                client.doWork();
            }
            while (replies < count || requests < 2L * count) {
                client.doWork();
                server.discard();
            }
        }

        private Sent call() {
            return client.call(1, index, DESTINATION, Encoding.JSON, PAYLOAD, 0, PAYLOAD.capacity());
        }
    }
}
