package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.sdk.Client;
import io.patchbay.sdk.Replies;
import io.patchbay.sdk.Service;
import io.patchbay.sdk.exceptions.RefusedException;
import io.patchbay.sdk.exceptions.UnhandledException;
import io.patchbay.sdk.message.Reply;
import io.patchbay.sdk.message.Request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Kills and restarts the server, and checks what users of the SDK receive: which calls were answered, which were not, and which
 * ids are known.
 */
@Timeout(120)
class ComeBackIT {
    @TempDir
    Path data;

    @Test
    void shouldKnowOverAKilledServerWhatBecameOfEachMessage() throws Exception {
        final int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        final BlockingQueue<Replies> inHand = new LinkedBlockingQueue<>();
        final UUID answered = UUID.randomUUID();
        final UUID told = UUID.randomUUID();
        PatchbayProcess server = start(port);
        try (Client service = Client.serving(Service.named("books").method("echo", Request::json)
                .streamMethod("never", (request, replies) -> inHand.add(replies))).server("127.0.0.1:" + port)
                .reconnectMs(10, 100).drainMs(1_000).connect();
            Client desk = Client.named("desk").server("127.0.0.1:" + port).reconnectMs(10, 100).drainMs(1_000).connect()) {
            assertEquals("1", get(desk.message("books:echo").id(answered).json("1").call()).json());
            final String index = get(desk.message("books:echo").id(told).json("2").send());
            final CompletableFuture<?> open = desk.call("books:never", "3");
            final Replies replies = inHand.poll(20, TimeUnit.SECONDS);

            server.kill9();
            final CompletableFuture<Reply> meanwhile = desk.message("books:echo").json("4").call();
            final CompletableFuture<?> late = desk.message("nobody:there").timeoutMs(1).call();
            server = start(port);
            Load.awaitTrue(service::isRegistered, "the service");
            replies.last("3");

            assertEquals(RequestStatus.REPLIED, get(desk.status(answered)).status());
            assertEquals(index, get(desk.status(told)).index());
            assertEquals(ErrorCode.DUPLICATE,
                failure(RefusedException.class, desk.message("books:echo").id(answered).json("1").call()).code());
            final UnhandledException lost = failure(UnhandledException.class, open);
            assertEquals(UnhandledReason.INSTANCE_LOST, lost.reason());
            assertThrows(ExecutionException.class, () -> get(late));
            assertEquals("4", get(meanwhile).json(), "whether its asker came back before the service or after it");
            assertEquals("5", get(desk.call("books:echo", "5")).json());
        } finally {
            server.close();
        }
    }

    private PatchbayProcess start(final int port) throws Exception {
        final PatchbayProcess server = PatchbayProcess.start("server", "--data", data.toString(), "--tcp", "127.0.0.1:" + port,
            "--http", "127.0.0.1:0");
        server.awaitReady();
        return server;
    }

    private static <T> T get(final CompletableFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private static <T extends Exception> T failure(final Class<T> type, final CompletableFuture<?> future) {
        return assertInstanceOf(type, assertThrows(ExecutionException.class, () -> get(future)).getCause());
    }
}
