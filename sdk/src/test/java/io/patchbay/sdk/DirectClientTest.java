package io.patchbay.sdk;

import io.patchbay.protocol.Encoding;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.ReplyEncoder;
import io.patchbay.protocol.sbe.RequestEncoder;

import com.sun.management.ThreadMXBean;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * The low-level client on the caller's own thread, over Aeron IPC.
 */
@Timeout(60)
class DirectClientTest {
    private static final DirectBuffer DESTINATION = ascii("echo:echo");
    private static final DirectBuffer PAYLOAD = ascii("{\"n\":1}");
    private static final DirectBuffer NONE = new UnsafeBuffer(new byte[0]);

    private long requests;
    private long replies;
    private long registered;

    private static DirectBuffer ascii(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
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

    /** Answers what it is asked, and counts. */
    private final class EchoHandler implements DirectHandler {
        private DirectClient client;

        @Override
        public void onRegistered(final Registered now) {
            registered++;
        }

        @Override
        public void onRequest(final DirectRequest request) {
            requests++;
            assertEquals(5, request.methodOffset());
            client.reply(request.idHi, request.idLo, false, request.encoding, request.payload, 0, request.payload.capacity());
        }

        @Override
        public void onReply(final DirectReply reply) {
            replies++;
        }
    }

    /** Warms up with requests and replies; then only the client's side of the work is done, so that it alone is measured. */
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
                while (server.poll() == null) {
                    client.doWork();
                }
                request.wrapAndApplyHeader(server.buffer, 0, server.header).index(++index).n(0).target(0x10).idHi(1)
                    .idLo(index).deadline(1).timeoutMs(0).encoding(Encoding.JSON)
                    .putDestination(DESTINATION, 0, 9).putConsumer(NONE, 0, 0).putResponder(PAYLOAD, 0, 1)
                    .putKey(NONE, 0, 0).putTraceparent(NONE, 0, 0).putPayload(PAYLOAD, 0, 7);
                server.send(MessageHeaderDecoder.ENCODED_LENGTH + request.encodedLength(), client::doWork);
                while (server.poll() == null) {
                    client.doWork();
                }
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
