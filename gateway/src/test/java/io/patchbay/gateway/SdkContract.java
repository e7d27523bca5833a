package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.gateway.config.GatewayContext;
import io.patchbay.protocol.ErrorCode;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.RequestStatus;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.sdk.Client;
import io.patchbay.sdk.ClientContext;
import io.patchbay.sdk.Replies;
import io.patchbay.sdk.ReplyListener;
import io.patchbay.sdk.Service;
import io.patchbay.sdk.event.BroadcastEvent;
import io.patchbay.sdk.event.CustomEvent;
import io.patchbay.sdk.event.Disconnected;
import io.patchbay.sdk.event.InstanceInfo;
import io.patchbay.sdk.event.ServiceEvent;
import io.patchbay.sdk.event.UnhandledEvent;
import io.patchbay.sdk.exceptions.ErrorReplyException;
import io.patchbay.sdk.exceptions.PatchbayException;
import io.patchbay.sdk.exceptions.RefusedException;
import io.patchbay.sdk.exceptions.ReplyLostException;
import io.patchbay.sdk.exceptions.UnhandledException;
import io.patchbay.sdk.message.MessageStatus;
import io.patchbay.sdk.message.Payload;
import io.patchbay.sdk.message.Reply;
import io.patchbay.sdk.message.Request;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What the author of a service relies on, tested with the SDK against the real server. Subclasses run the same cases over each
 * medium.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class SdkContract {
    private static final int PATIENCE_SECONDS = 20;
    private static final int QUICK_HEARTBEAT_MS = 1_000;
    /** Longer than three heartbeats, and than the media driver's client timeout. */
    private static final int NAP_MS = 7_000;
    private static final int CUTS = Integer.getInteger("patchbay.cuts", 10);

    private final List<Client> clients = new ArrayList<>();
    private TestServer server;
    private BreakableRelay relay;

    /** Sets the medium. */
    abstract ClientContext over(ClientContext context);

    @BeforeAll
    void startServer(@TempDir final Path dir) {
        server = new TestServer(dir.resolve("data"), new GatewayContext(), host -> { });
        relay = new BreakableRelay(server.gateway.tcpAddress());
    }

    @AfterEach
    void closeClients() {
        clients.forEach(Client::close);
        clients.clear();
    }

    @AfterAll
    void stopServer() {
        relay.close();
        server.close();
    }

    private String address() {
        return "127.0.0.1:" + server.gateway.tcpAddress().getPort();
    }

    private Client connect(final ClientContext context) {
        final Client client = over(context.server(address())).drainMs(2_000).connect();
        clients.add(client);
        return client;
    }

    private static <T> T get(final CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static <T> T take(final BlockingQueue<T> queue) throws InterruptedException {
        final T taken = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertNotNull(taken, "nothing came");
        return taken;
    }

    /** Returns a handler for the events of one service, since services of other tests may still be leaving. */
    private static Consumer<ServiceEvent> eventsOf(final String service, final BlockingQueue<Object> received) {
        return event -> {
            if (event.service().equals(service)) {
                received.add(event);
            }
        };
    }

    private static <T extends Exception> T failure(final Class<T> type, final CompletableFuture<?> future) {
        return assertInstanceOf(type, assertThrows(ExecutionException.class, () -> get(future)).getCause());
    }

    @Test
    void shouldKeepItsSessionWhileAHandlerBlocksForLongerThanAnyTimeOut(@TempDir final Path dir) throws Exception {
        try (TestServer quick = new TestServer(dir.resolve("data"), new GatewayContext().heartbeatMs(QUICK_HEARTBEAT_MS),
            host -> { })) {
            final String address = "127.0.0.1:" + quick.gateway.tcpAddress().getPort();
            final Service slow = Service.named("slow").method("nap", request -> {
                Thread.sleep(NAP_MS);
                return "\"rested\"";
            });
            final Client service = over(Client.serving(slow).server(address)).connect();
            clients.add(service);
            final Client asker = over(Client.named("asker").server(address)).connect();
            clients.add(asker);
            final String instance = service.registered().instance();

            final Reply reply = asker.call("slow:nap", "1").get(PATIENCE_SECONDS, TimeUnit.SECONDS);

            assertEquals("\"rested\"", reply.json());
            assertEquals(instance, reply.instance());
            assertEquals(instance, service.registered().instance(), "the session before and after is the same");
            clients.forEach(Client::close);
            clients.clear();
        }
    }

    @Test
    void shouldAnswerByteForByte() throws Exception {
        final Client service = connect(Client.serving(Service.named("bytes").method("echo", Request::json)));
        final Client consumer = connect(Client.named("asker"));
        final String json = "{ \"z\" : 1.50e3 ,\"a\":\"\\u00e9\\/é\",\"a\":[ ]}";

        final Reply reply = get(consumer.message("bytes@1:echo").json(json).call());

        assertEquals(json, reply.json());
        assertEquals(service.registered().instance(), reply.instance());
        assertFalse(reply.more());
    }

    @Test
    void shouldTellTheHandlerAllAboutTheRequest() throws Exception {
        final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
        connect(Client.serving(Service.named("about").version("2.1.0").method("it", request -> {
            requests.add(request);
            return null;
        })));
        final Client consumer = connect(Client.named("asker"));
        final UUID id = UUID.randomUUID();

        final Reply reply = get(consumer.message("about@2.1:it").id(id).key("EUR").traceparent("00-ab-cd-01").json("[1]")
            .timeoutMs(60_000).call());
        final Request request = take(requests);
        get(consumer.send("about:it", "2"));
        final Request oneWay = take(requests);

        assertEquals("null", reply.json());
        assertEquals(id, request.id());
        assertEquals("about@2.1:it", request.destination());
        assertEquals("it", request.method());
        assertEquals("asker", request.consumer());
        assertEquals("EUR", request.key());
        assertEquals("00-ab-cd-01", request.traceparent());
        assertTrue(request.deadline().isAfter(java.time.Instant.now()), "deadline " + request.deadline());
        assertTrue(request.index().startsWith("0x"), request.index());
        assertFalse(request.oneWay());
        assertTrue(oneWay.oneWay());
        assertEquals("2", oneWay.json());
    }

    @Test
    void shouldAnswerWithErrorsAndSeveralTimes() throws Exception {
        connect(Client.serving(Service.named("many")
            .method("fail", request -> {
                throw new ErrorReplyException("no-luck", "not \"today\"");
            })
            .streamMethod("stream", (request, replies) -> {
                replies.more("1");
                replies.more("2");
                replies.last("3");
            })));
        final Client consumer = connect(Client.named("asker"));
        final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

        consumer.call("many:stream", "0", new ReplyListener() {
            @Override
            public void onReply(final Reply reply) {
                received.add(reply.json() + reply.more());
            }

            @Override
            public void onFailure(final PatchbayException failure) {
                received.add(failure);
            }
        });
        final ErrorReplyException error = failure(ErrorReplyException.class, consumer.call("many:fail", "0"));

        assertEquals("1true", take(received));
        assertEquals("2true", take(received));
        assertEquals("3false", take(received));
        assertEquals("no-luck", error.code());
        assertEquals("not \"today\"", error.text());
    }

    @Test
    void shouldSayWhyNobodyAnswered() throws Exception {
        final BlockingQueue<UnhandledEvent> unhandled = new LinkedBlockingQueue<>();
        connect(Client.serving(Service.named("silent").streamMethod("never", (request, replies) -> { })));
        final Client consumer = connect(Client.named("asker").onUnhandled(event -> {
            if (event.destination().equals("nobody:there")) {
                unhandled.add(event);
            }
        }));
        final UUID id = UUID.randomUUID();

        assertEquals(UnhandledReason.NO_SERVICE,
            failure(UnhandledException.class, consumer.call("nobody:there", "1")).reason());
        assertEquals(UnhandledReason.NO_SERVICE, take(unhandled).reason());
        assertEquals(UnhandledReason.NO_VERSION,
            failure(UnhandledException.class, consumer.call("silent@9:never", "1")).reason());
        assertEquals(UnhandledReason.NO_METHOD,
            failure(UnhandledException.class, consumer.call("silent:other", "1")).reason());
        final UnhandledException timeout = failure(UnhandledException.class,
            consumer.message("silent:never").id(id).timeoutMs(100).call());
        assertEquals(UnhandledReason.TIMEOUT, timeout.reason());
        assertTrue(timeout.mayHaveActed());
        assertEquals(ErrorCode.DUPLICATE,
            failure(RefusedException.class, consumer.message("silent:never").id(id).call()).code());
        final MessageStatus status = get(consumer.status(id));
        assertEquals(RequestStatus.UNHANDLED, status.status());
        assertEquals(UnhandledReason.TIMEOUT, status.reason());
    }

    @Test
    void shouldTellOfEventsInOrder() throws Exception {
        final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        final Client listener = connect(Client.named("listener").onBroadcast(received::add).onCustom("source:*", received::add)
            .onService(EventName.SERVICE_CONNECT, eventsOf("source", received))
            .onService(EventName.SERVICE_ONLINE, eventsOf("source", received))
            .onService(EventName.SERVICE_DISCONNECT, eventsOf("source", received))
            .onService(EventName.SERVICE_OFFLINE, eventsOf("source", received)));
        assertTrue(listener.isRegistered());

        final Client source = connect(Client.serving(Service.named("source").method("m", request -> "1")));
        source.emit("tick", "{\"n\": 1}");
        final String index = get(source.broadcast("[2]"));
        final String instance = source.registered().instance();
        source.close();

        final ServiceEvent connected = (ServiceEvent)take(received);
        assertEquals(EventName.SERVICE_CONNECT, connected.name());
        assertEquals(List.of("m"), connected.methods());
        assertEquals(instance, connected.instance());
        assertEquals(EventName.SERVICE_ONLINE, ((ServiceEvent)take(received)).name());
        final CustomEvent tick = (CustomEvent)take(received);
        assertEquals("source:tick", tick.event());
        assertEquals("{\"n\": 1}", tick.payload().json());
        final BroadcastEvent broadcast = (BroadcastEvent)take(received);
        assertEquals("source", broadcast.from());
        assertEquals(index, broadcast.index());
        final ServiceEvent gone = (ServiceEvent)take(received);
        assertEquals(EventName.SERVICE_DISCONNECT, gone.name());
        assertEquals("unregistered", gone.reason().wireName());
        assertEquals(EventName.SERVICE_OFFLINE, ((ServiceEvent)take(received)).name());
    }

    @Test
    void shouldSeeWhatThereIs() throws Exception {
        final Client service = connect(Client.serving(Service.named("listed").version("3.0.0").method("a", request -> "1")
            .method("b", request -> "2")));
        final Client consumer = connect(Client.named("asker"));

        final List<InstanceInfo> all = get(consumer.services());
        final List<InstanceInfo> one = get(consumer.services("listed"));
        final List<InstanceInfo> none = get(consumer.services("unlisted"));

        final InstanceInfo expected = new InstanceInfo("listed", service.registered().instance(), "3.0.0", List.of("a", "b"), 0);
        assertTrue(all.contains(expected), all.toString());
        assertEquals(List.of(expected), one);
        assertEquals(List.of(), none);
        assertTrue(consumer.registered().services().stream().anyMatch(info -> info.name().equals("listed")));
    }

    @Test
    void shouldCarryLargePayloads() throws Exception {
        connect(Client.serving(Service.named("large").method("echo", Request::json)));
        final Client consumer = connect(Client.named("asker"));
        final String large = "\"" + "x".repeat(65_000) + "\"";

        assertEquals(large, get(consumer.call("large:echo", large)).json());
        assertEquals(ErrorCode.TOO_LARGE,
            failure(RefusedException.class, consumer.call("large:echo", "\"" + "x".repeat(66_000) + "\"")).code());
        assertEquals("1", get(consumer.call("large:echo", "1")).json());
    }

    @Test
    void shouldAnswerManyAtOnceInOrder() throws Exception {
        final List<String> seen = new ArrayList<>();
        connect(Client.serving(Service.named("busy").method("echo", request -> {
            seen.add(request.json());
            return request.json();
        })));
        final Client consumer = connect(Client.named("asker"));
        final List<CompletableFuture<Reply>> calls = new ArrayList<>();
        final List<String> sent = new ArrayList<>();

        for (int i = 0; i < 5_000; i++) {
            sent.add(Integer.toString(i));
            calls.add(consumer.call("busy:echo", sent.get(i)));
        }

        for (int i = 0; i < calls.size(); i++) {
            assertEquals(sent.get(i), get(calls.get(i)).json());
        }
        assertEquals(sent, seen);
    }

    @Test
    void shouldConsumeWhileItServes() throws Exception {
        connect(Client.serving(Service.named("inner").method("double", request -> "[" + request.json() + "]")));
        final CompletableFuture<Client> self = new CompletableFuture<>();
        final ExecutorService executor = Executors.newSingleThreadExecutor();
        self.complete(connect(Client.serving(Service.named("outer")
            .asyncMethod("later", request -> self.join().call("inner:double", request.json()).thenApply(Reply::json))
            .method("now", request -> self.join().call("inner:double", request.json()).join().json())).executor(executor)));
        final Client consumer = connect(Client.named("asker"));

        assertEquals("[1]", get(consumer.call("outer:later", "1")).json());
        assertEquals("[2]", get(consumer.call("outer:now", "2")).json());
        executor.shutdown();
    }

    @Test
    void shouldRegisterAgainAndLearnWhatBecameOfItsCalls() throws Exception {
        final BlockingQueue<Replies> inHand = new LinkedBlockingQueue<>();
        connect(Client.serving(Service.named("slow").streamMethod("work", (request, replies) -> inHand.add(replies))));
        final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        final Client consumer = over(Client.named("asker").server(relay.address())).reconnectMs(10, 50).drainMs(1_000)
            .onDisconnect(received::add).connect();
        clients.add(consumer);
        final String before = consumer.registered().instance();
        final CompletableFuture<Reply> answered = consumer.call("slow:work", "1");
        final CompletableFuture<Reply> timedOut = consumer.message("slow:work").timeoutMs(1_000).call();
        final Replies first = take(inHand);
        take(inHand);

        relay.cut();
        assertFalse(((Disconnected)take(received)).byServer());
        final CompletableFuture<Reply> later = consumer.call("slow:work", "3");
        take(inHand).last("4");
        final String after = consumer.registered().instance();
        first.last("2");

        assertEquals("4", get(later).json());
        assertNotEquals(before, after);
        assertTrue(failure(ReplyLostException.class, answered).index().startsWith("0x"));
        assertEquals(UnhandledReason.TIMEOUT, failure(UnhandledException.class, timedOut).reason());
    }

    /**
     * Checks that each call ends once, nothing is done twice and the order is kept, however often the connection is cut under
     * load.
     */
    @Test
    void shouldEndEachCallOnceWhereverTheConnectionIsCut() throws Exception {
        final long seed = Long.getLong("patchbay.seed", System.nanoTime());
        final Random random = new Random(seed);
        final List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        connect(Client.serving(Service.named("cut").method("echo", request -> {
            seen.add(Integer.parseInt(request.json()));
            return request.json();
        })));
        final Client consumer = over(Client.named("asker").server(relay.address())).reconnectMs(1, 20).drainMs(1_000).connect();
        clients.add(consumer);
        final AtomicInteger ends = new AtomicInteger();
        final Map<Integer, Object> endOf = new ConcurrentHashMap<>();
        final List<String> twice = Collections.synchronizedList(new ArrayList<>());
        int sent = 0;

        for (int cut = 0; cut < CUTS; cut++) {
            final int goal = sent + 50 + random.nextInt(400);
            final int cutAt = sent + random.nextInt(goal - sent);
            while (sent < goal) {
                final int n = sent++;
                consumer.message("cut:echo").json(Integer.toString(n)).timeoutMs(60_000).call(new ReplyListener() {
                    @Override
                    public void onReply(final Reply reply) {
                        end(reply.json());
                    }

                    @Override
                    public void onFailure(final PatchbayException failure) {
                        end(failure);
                    }

                    private void end(final Object how) {
                        if (endOf.put(n, how) != null) {
                            twice.add(n + ": " + how);
                        }
                        ends.incrementAndGet();
                    }
                });
                if (n == cutAt) {
                    relay.cut();
                } else if (n > ends.get() + 64) {
                    Thread.yield();
                }
            }
            final int expected = sent;
            final String what = "the ends of " + sent + " calls, cut " + cut + ", seed " + seed;
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (ends.get() < expected) {
                assertTrue(System.nanoTime() < deadlineNs, () -> what + ": " + ends);
                Thread.sleep(1);
            }
        }

        assertEquals(List.of(), twice, "seed " + seed);
        for (int n = 0; n < sent; n++) {
            final Object how = endOf.get(n);
            assertTrue(how instanceof ReplyLostException || how.equals(Integer.toString(n)), n + ": " + how + ", seed " + seed);
        }
        assertEquals(IntStream.range(0, sent).boxed().toList(), List.copyOf(seen), "seed " + seed);
    }

    @Test
    void shouldMissNothingAndSeeNothingTwiceAcrossARestartOfTheEngine() throws Exception {
        final List<String> seen = Collections.synchronizedList(new ArrayList<>());
        final BlockingQueue<Object> lost = new LinkedBlockingQueue<>();
        connect(Client.serving(Service.named("steady").method("echo", request -> {
            seen.add(request.json());
            return request.json();
        })).onDisconnect(lost::add));
        final Client consumer = connect(Client.named("asker").onDisconnect(lost::add));
        final List<CompletableFuture<Reply>> calls = new ArrayList<>();
        final List<String> sent = new ArrayList<>();

        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 500; i++) {
                sent.add(Integer.toString(sent.size()));
                calls.add(consumer.call("steady:echo", sent.get(sent.size() - 1)));
            }
            server.restartEngine();
        }

        for (int i = 0; i < calls.size(); i++) {
            assertEquals(sent.get(i), get(calls.get(i)).json());
        }
        assertEquals(sent, seen);
        assertTrue(lost.isEmpty(), lost.toString());
    }

    @Test
    void shouldServeAgainAfterALoss() throws Exception {
        final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        clients.add(over(Client.serving(Service.named("phoenix").method("echo", Request::json)).server(relay.address()))
            .reconnectMs(10, 50).drainMs(1_000).onRegistered(received::add).connect());
        final Client consumer = connect(Client.named("asker")
            .onService(EventName.SERVICE_OFFLINE, eventsOf("phoenix", received)));
        take(received);

        relay.cut();

        // Two clients report the loss and the new registration, so either may come first.
        take(received);
        take(received);
        assertEquals("1", get(consumer.call("phoenix:echo", "1")).json());
    }

    @Test
    void shouldFinishWhatIsInHandBeforeItLeaves() throws Exception {
        final BlockingQueue<Replies> inHand = new LinkedBlockingQueue<>();
        final Client service = connect(Client.serving(Service.named("leaving").streamMethod("work",
            (request, replies) -> inHand.add(replies))));
        final Client consumer = connect(Client.named("asker"));
        final CompletableFuture<Reply> call = consumer.call("leaving:work", "1");
        final Replies replies = take(inHand);

        final CompletableFuture<Void> closing = CompletableFuture.runAsync(service::close);
        while (get(consumer.message("leaving:work").timeoutMs(50).call().handle((reply, failure) ->
            failure.getMessage().contains("no-service") || failure.getMessage().contains("no-method") ? 1 : 0)) == 0) {
            Thread.yield();
        }
        replies.last("2");

        assertEquals("2", get(call).json());
        get(closing);
    }

    @Test
    void shouldTalkToOtherMedia() throws Exception {
        connect(Client.serving(Service.named("mixed").method("echo", request -> "[" + request.json() + "]")));
        final Client tcp = Client.named("tcp-asker").server(address()).connect();
        clients.add(tcp);

        assertEquals("[{\"a\": 1}]", get(tcp.call("mixed:echo", "{\"a\": 1}")).json());
    }

    /** Sends bytes to a service over TCP, which decodes them from base64. */
    final void assertBytesArrive() throws Exception {
        final BlockingQueue<Payload> payloads = new LinkedBlockingQueue<>();
        clients.add(Client.serving(Service.named("tcp-bytes").method("take", request -> {
            payloads.add(request.payload());
            return "1";
        })).server(address()).drainMs(1_000).connect());
        final Client consumer = connect(Client.named("asker"));
        final Payload bytes = Payload.binary(new byte[] {0, 1, -1, 10, 13, 34});

        get(consumer.message("tcp-bytes:take").payload(bytes).call());

        assertEquals(bytes, take(payloads));
    }
}
