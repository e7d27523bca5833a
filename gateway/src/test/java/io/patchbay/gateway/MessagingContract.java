package io.patchbay.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The behavior of the whole server towards clients, tested over real sockets. Subclasses run the same cases over each transport.
 */
@Timeout(30)
abstract class MessagingContract {
    private static int tests;

    private final List<TestClient> clients = new ArrayList<>();
    private final String pricing = "pricing" + ++tests;

    abstract TestClient open() throws Exception;

    private TestClient connect() throws Exception {
        final TestClient client = open();
        clients.add(client);
        client.readUntil("connect");
        return client;
    }

    /** Registers a service with the methods quote and cancel that listens for nothing. */
    private TestClient service(final String rest) throws Exception {
        final TestClient client = connect();
        client.register(pricing, "'methods':['quote','cancel'],'listen':[]" + rest);
        return client;
    }

    private TestClient consumer(final String listen) throws Exception {
        final TestClient client = connect();
        client.register("shop", "'listen':[" + listen + "]");
        return client;
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    private String message(final String id, final String destination, final String rest) {
        return "{'type':'message','id':'" + id + "','destination':'" + destination + "'" + rest + "}";
    }

    private String request(final String id) {
        return message(id, pricing + ":quote", ",'responder':'onQuote'");
    }

    private static void assertUnhandled(final Map<String, Object> frame, final String id, final String reason) {
        assertEquals("unhandled-message", frame.get("event"), frame::toString);
        assertEquals(id, frame.get("id"), frame::toString);
        assertEquals(reason, frame.get("reason"), frame::toString);
        assertFalse(frame.containsKey("payload"), frame::toString);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (final TestClient client : clients) {
            client.close();
        }
    }

    @Test
    void shouldCarryARequestAndItsReply() throws Exception {
        final TestClient service = service("");
        final TestClient shop = consumer("");
        final String id = id();

        shop.send(message(id.toUpperCase(), pricing + "@1:quote", ",'responder':'onQuote','timeoutMs':5000,'key':'EUR/USD',"
            + "'traceparent':'00-ab-cd-01','payload':{'a' : 1.50,  'a':'\\u00e9'}"));
        final String request = service.readText();
        service.send("{'type':'reply','id':'" + id + "','payload':[ true,'\\/' ]}");
        final String reply = shop.readText();

        final Map<String, Object> message = Json.object(request);
        assertEquals("message", message.get("type"));
        assertEquals(id, message.get("id"));
        assertEquals(pricing + "@1:quote", message.get("destination"));
        assertEquals("shop", message.get("consumer"));
        assertEquals("onQuote", message.get("responder"));
        assertEquals("EUR/USD", message.get("key"));
        assertEquals("00-ab-cd-01", message.get("traceparent"));
        assertEquals(5_000L, message.get("timeoutMs"));
        assertTrue(((String)message.get("deadline")).matches("20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z"), request);
        assertTrue(((String)message.get("index")).startsWith("0x"));
        assertTrue(request.contains("\"payload\":{\"a\" : 1.50,  \"a\":\"\\u00e9\"}"), request);
        final Map<String, Object> answer = Json.object(reply);
        assertEquals("reply", answer.get("type"));
        assertEquals(id, answer.get("id"));
        assertEquals("onQuote", answer.get("responder"));
        assertTrue(((String)answer.get("instance")).startsWith("i-0x"));
        assertTrue(reply.contains("\"payload\":[ true,\"\\/\" ]"), reply);
    }

    @Test
    void shouldKeepARequestOpenForMoreReplies() throws Exception {
        final TestClient service = service("");
        final TestClient shop = consumer("");
        final String id = id();

        shop.send(request(id));
        service.read();
        service.send("{'type':'reply','id':'" + id + "','payload':1,'more':true}");
        service.send("{'type':'reply','id':'" + id + "','error':{'code':'no','message':'n\\u00f6'}}");
        service.send("{'type':'reply','id':'" + id + "','payload':3}");

        final Map<String, Object> first = shop.read();
        assertEquals(true, first.get("more"));
        assertEquals(1L, first.get("payload"));
        final Map<String, Object> last = shop.read();
        assertEquals(Map.of("code", "no", "message", "nö"), last.get("error"));
        assertFalse(last.containsKey("payload"));
        assertFalse(last.containsKey("more"));
        assertUnhandled(service.read(), id, "no-request");
        shop.expectSilence();
    }

    @Test
    void shouldTellWhyAMessageWasNotRouted() throws Exception {
        service("");
        final TestClient shop = consumer("");
        final String id = id();

        shop.send(message(id, "nobody:quote", ",'responder':'r'"));
        final Map<String, Object> frame = shop.read();
        assertUnhandled(frame, id, "no-service");
        assertEquals("nobody:quote", frame.get("destination"));
        assertEquals("shop", frame.get("consumer"));
        assertEquals("r", frame.get("responder"));
        assertEquals(frame.get("index"), frame.get("request"));
        assertFalse(frame.containsKey("instance"));
        assertTrue(frame.get("time") instanceof String);

        assertEquals("no-service", shop.send(message(id(), "shop:quote", "")).read().get("reason"));
        assertEquals("no-version", shop.send(message(id(), pricing + "@2:quote", "")).read().get("reason"));
        assertEquals("no-method", shop.send(message(id(), pricing + "@1.0.0:nothing", "")).read().get("reason"));
    }

    @Test
    void shouldEndARequestAtItsDeadline() throws Exception {
        final TestClient service = service("");
        final TestClient shop = consumer("");
        final String id = id();

        shop.send(message(id, pricing + ":quote", ",'responder':'r','timeoutMs':300"));
        final Map<String, Object> request = service.read();
        final Map<String, Object> frame = shop.read();

        assertUnhandled(frame, id, "timeout");
        assertEquals(request.get("index"), frame.get("request"));
        assertNotEquals(request.get("index"), frame.get("index"));
        assertTrue(((String)frame.get("instance")).startsWith("i-0x"));
        service.send("{'type':'reply','id':'" + id + "'}");
        assertUnhandled(service.read(), id, "no-request");
    }

    @Test
    void shouldEndTheRequestsOfAnInstanceThatIsLost() throws Exception {
        final TestClient service = service("");
        final TestClient shop = consumer("'service-disconnect','service-offline'");
        final String first = id();
        final String second = id();

        shop.send(request(first)).send(request(second));
        service.read();
        service.read();
        service.close();

        final Map<String, Object> gone = shop.readUntil("service-disconnect");
        assertEquals(pricing, gone.get("service"));
        assertEquals("closed", gone.get("reason"));
        assertEquals("service-offline", shop.read().get("event"));
        assertUnhandled(shop.read(), first, "instance-lost");
        assertUnhandled(shop.read(), second, "instance-lost");
    }

    @Test
    void shouldRouteAOneWayMessageAndBeDone() throws Exception {
        final TestClient service = service("");
        final TestClient shop = consumer("");
        final String id = id();

        shop.send(message(id, pricing + ":quote", ",'payload':7"));

        final Map<String, Object> message = service.read();
        assertFalse(message.containsKey("responder"));
        assertEquals(7L, message.get("payload"));
        shop.send("{'type':'status','id':'" + id + "'}");
        final Map<String, Object> status = shop.read();
        assertEquals("replied", status.get("status"));
        assertEquals(message.get("index"), status.get("index"));
    }

    @Test
    void shouldAcceptARepeatAndNotDeliverItAgain() throws Exception {
        final TestClient service = service("");
        final TestClient shop = consumer("");
        final String id = id();

        shop.send(request(id));
        shop.send(message(id.toUpperCase(), pricing + ":quote", ",'ack':true"));

        assertEquals("accepted", shop.read().get("type"));
        final Map<String, Object> error = shop.read();
        assertEquals("duplicate", error.get("code"));
        assertEquals(id, error.get("id"));
        service.read();
        service.expectSilence();
    }

    @Test
    void shouldAcknowledgeInSendingOrderBeforeAnyEffect() throws Exception {
        final TestClient shop = connect();
        shop.register("shop", "'listen':[],'acks':true");
        final String id = id();

        shop.send(message(id, "nobody:quote", "")).send("{'type':'broadcast','payload':1}")
            .send("{'type':'emit','event':'e'}").send("{'type':'reply','id':'" + id + "'}");

        final Map<String, Object> first = shop.read();
        assertEquals("accepted", first.get("type"));
        assertEquals(id, first.get("id"));
        final Map<String, Object> unhandled = shop.read();
        assertUnhandled(unhandled, id, "no-service");
        assertEquals(first.get("index"), unhandled.get("index"));
        assertEquals(Set.of("type", "index"), shop.read().keySet());
        assertEquals(Set.of("type", "index"), shop.read().keySet());
        assertEquals(id, shop.read().get("id"));
        assertUnhandled(shop.read(), id, "no-request");
    }

    @Test
    void shouldAnnounceServicesButNotConsumers() throws Exception {
        final TestClient watch = consumer("'service-connect','service-online','service-disconnect','service-offline'");
        final TestClient first = service("");
        final TestClient second = service("");
        consumer("");

        final Map<String, Object> connect = mine(watch);
        assertEquals("service-connect", connect.get("event"));
        assertEquals("1.0.0", connect.get("version"));
        assertEquals(List.of("quote", "cancel"), connect.get("methods"));
        final Map<String, Object> online = mine(watch);
        assertEquals("service-online", online.get("event"));
        assertEquals(connect.get("index"), online.get("index"));
        assertEquals(connect.get("instance"), online.get("instance"));
        assertEquals("service-connect", mine(watch).get("event"));
        first.close();
        final Map<String, Object> gone = mine(watch);
        assertEquals("service-disconnect", gone.get("event"));
        assertEquals(connect.get("instance"), gone.get("instance"));
        assertEquals("closed", gone.get("reason"));
        second.send("{'type':'unregister'}");
        assertEquals("unregistered", second.readUntil("disconnect").get("reason"));
        assertNull(second.readText());
        assertEquals("unregistered", mine(watch).get("reason"));
        assertEquals("service-offline", mine(watch).get("event"));
    }

    /** Returns the next lifecycle event of this test's own service. */
    private Map<String, Object> mine(final TestClient client) throws Exception {
        while (true) {
            final Map<String, Object> frame = client.read();
            if (pricing.equals(frame.get("service"))) {
                return frame;
            }
        }
    }

    @Test
    void shouldBroadcastToAllServicesAndToWhoListens() throws Exception {
        final TestClient service = service("");
        final TestClient listening = consumer("'broadcast-message'");
        final TestClient deaf = consumer("");
        final TestClient sender = connect();
        final String instance = (String)sender.register("bank", "'listen':['broadcast-message']").get("instance");
        final String id = id();

        sender.send("{'type':'broadcast','id':'" + id + "','payload':[ 1]}");

        for (final TestClient client : List.of(service, listening)) {
            final String text = client.readText();
            final Map<String, Object> frame = Json.object(text);
            assertEquals("broadcast-message", frame.get("event"));
            assertEquals("bank", frame.get("from"));
            assertEquals(instance, frame.get("instance"));
            assertEquals(id, frame.get("id"));
            assertTrue(text.contains("\"payload\":[ 1]"), text);
        }
        deaf.expectSilence();
        sender.expectSilence();
    }

    @Test
    void shouldEmitToWhoListensForTheEventOrForAllOfTheName() throws Exception {
        final TestClient rates = service("");
        final TestClient one = consumer("'" + pricing + ":tick'");
        final TestClient all = consumer("'" + pricing + ":*'");
        final TestClient other = consumer("'" + pricing + ":tock','" + pricing + "x:*'");

        rates.send("{'type':'emit','event':'tick','payload':1.25}");

        for (final TestClient client : List.of(one, all)) {
            final Map<String, Object> frame = client.read();
            assertEquals("event", frame.get("type"));
            assertEquals(pricing + ":tick", frame.get("event"));
            assertEquals(pricing, frame.get("service"));
            assertEquals(1.25, frame.get("payload"));
            assertTrue(frame.containsKey("instance") && frame.containsKey("index") && frame.containsKey("time"));
        }
        other.expectSilence();
        rates.expectSilence();
    }

    @Test
    void shouldEmitToWhoCameAfterTheEventWasFirstEmitted() throws Exception {
        final TestClient rates = service("");
        final TestClient early = consumer("'" + pricing + ":tick'");
        rates.send("{'type':'emit','event':'tick','payload':1}");
        assertEquals(1L, ((Number)early.read().get("payload")).longValue());

        final TestClient late = consumer("'" + pricing + ":*'");
        rates.send("{'type':'emit','event':'tick','payload':2}");

        for (final TestClient client : List.of(early, late)) {
            assertEquals(2L, ((Number)client.read().get("payload")).longValue());
        }
    }

    @Test
    void shouldTakeInstancesInTurn() throws Exception {
        final List<TestClient> services = List.of(service(""), service(""), service(""));
        final TestClient shop = consumer("");
        final List<String> ids = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ids.add(id());
            shop.send(request(ids.get(i)));
        }

        for (int i = 0; i < 6; i++) {
            assertEquals(ids.get(i), services.get(i % 3).read().get("id"));
        }
    }

    @Test
    void shouldTakeTheInstanceWithTheFewestPending() throws Exception {
        final TestClient first = service(",'choose':'least-pending'");
        final TestClient second = service("");
        final TestClient shop = consumer("");
        final String id = id();

        shop.send(request(id));
        assertEquals(id, first.read().get("id"));
        shop.send(request(id()));
        second.read();
        first.send("{'type':'reply','id':'" + id + "'}");
        shop.read();
        shop.send(request(id()));
        first.read();
    }

    @Test
    void shouldSendAKeyToTheSameInstance() throws Exception {
        final List<TestClient> services = List.of(service(""), service(""));
        final TestClient shop = consumer("");
        final Set<String> ids = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            final String id = id();
            ids.add(id);
            shop.send(message(id, pricing + ":quote", ",'key':'customer-42'"));
        }
        shop.send("{'type':'services','service':'" + pricing + "'}");
        shop.readUntil("services");

        for (final TestClient service : services) {
            service.send("{'type':'ping'}");
            Map<String, Object> frame = service.read();
            final Set<String> here = new HashSet<>();
            while ("message".equals(frame.get("type"))) {
                here.add((String)frame.get("id"));
                frame = service.read();
            }
            assertTrue(here.isEmpty() || here.equals(ids), here::toString);
        }
    }

    @Test
    void shouldMatchVersionsPartByPart() throws Exception {
        final TestClient old = connect();
        old.register(pricing, "'methods':['quote'],'listen':[]");
        final TestClient recent = connect();
        recent.send("{'type':'register','name':'" + pricing + "','version':'1.10.2','methods':['quote'],'listen':[]}");
        recent.readUntil("registered");
        final TestClient shop = consumer("");

        final String exact = id();
        shop.send(message(exact, pricing + "@1.10.2:quote", ""));
        assertEquals(exact, recent.read().get("id"));
        final String minor = id();
        shop.send(message(minor, pricing + "@1.10:quote", ""));
        assertEquals(minor, recent.read().get("id"));
        assertEquals("no-version", shop.send(message(id(), pricing + "@1.1:quote", "")).read().get("reason"));
        final String before = id();
        shop.send(message(before, pricing + "@1.0.0:quote", ""));
        assertEquals(before, old.read().get("id"));
    }

    @Test
    void shouldListServicesAndWhatIsPending() throws Exception {
        final TestClient service = service("");
        final TestClient shop = consumer("");
        shop.send(request(id()));
        service.read();

        shop.send("{'type':'services','service':'" + pricing + "'}");
        final Map<String, Object> frame = shop.read();
        assertFalse(frame.containsKey("more"));
        final List<?> services = (List<?>)frame.get("services");
        assertEquals(1, services.size());
        assertEquals(pricing, ((Map<?, ?>)services.get(0)).get("name"));
        final Map<?, ?> instance = (Map<?, ?>)((List<?>)((Map<?, ?>)services.get(0)).get("instances")).get(0);
        assertEquals(Set.of("instance", "version", "methods", "pending"), instance.keySet());
        assertEquals(1L, instance.get("pending"));
        shop.send("{'type':'services','service':'nobody'}");
        assertEquals(List.of(), shop.read().get("services"));
        shop.send("{'type':'services'}");
        assertTrue(shop.read().get("services").toString().contains(pricing));
    }

    @Test
    void shouldSplitAnswersThatAreTooLong() throws Exception {
        final String methods = IntStream.range(0, 900)
            .mapToObj(i -> "'" + "m".repeat(40) + i + "'").collect(Collectors.joining(","));
        for (int i = 0; i < 4; i++) {
            connect().register(pricing, "'listen':[],'methods':[" + methods + "]");
        }
        final TestClient shop = connect();

        shop.send("{'type':'register','name':'shop','version':'1.0.0','listen':[]}");
        assertSplit(shop, "registered", null);
        shop.send("{'type':'services','service':'" + pricing + "'}");
        assertSplit(shop, "services", "instances");
    }

    private void assertSplit(final TestClient shop, final String kind, final String list) throws Exception {
        int frames = 0;
        int instances = 0;
        Map<String, Object> frame;
        do {
            final String text = shop.readText();
            assertTrue(text.length() <= 65_536 + 4_096, () -> "a frame of " + text.length());
            frame = Json.object(text);
            assertEquals(kind, TestClient.kind(frame));
            for (final Object service : (List<?>)frame.get("services")) {
                if (list != null && pricing.equals(((Map<?, ?>)service).get("name"))) {
                    instances += ((List<?>)((Map<?, ?>)service).get(list)).size();
                }
            }
            frames++;
        } while (Boolean.TRUE.equals(frame.get("more")));
        if (list != null) {
            assertEquals(4, instances);
            assertTrue(frames > 1, "split");
        }
        shop.expectSilence();
    }

    @Test
    void shouldTellWhatBecameOfAMessage() throws Exception {
        final TestClient service = service("");
        final TestClient shop = consumer("");
        final TestClient other = connect();
        other.register("bank", "'listen':[]");
        final String id = id();
        final String query = "{'type':'status','id':'" + id + "'}";

        assertEquals("unknown", shop.send(query).read().get("status"));
        shop.send(request(id));
        service.read();
        final Map<String, Object> open = shop.send(query).read();
        assertEquals("open", open.get("status"));
        assertFalse(open.containsKey("index"));
        assertEquals("unknown", other.send(query).read().get("status"));
        service.send("{'type':'reply','id':'" + id + "'}");
        final Map<String, Object> reply = shop.read();
        final Map<String, Object> replied = shop.send(query).read();
        assertEquals("replied", replied.get("status"));
        assertEquals(reply.get("index"), replied.get("index"));
        final String lost = id();
        final Map<String, Object> unhandled = shop.send(message(lost, "nobody:x", "")).read();
        final Map<String, Object> status = shop.send("{'type':'status','id':'" + lost + "'}").read();
        assertEquals("unhandled", status.get("status"));
        assertEquals("no-service", status.get("reason"));
        assertEquals(unhandled.get("index"), status.get("index"));
    }

    @Test
    void shouldLetWhatIsPendingEndBeforeAnInstanceLeaves() throws Exception {
        final TestClient service = service("");
        final TestClient shop = consumer("'service-disconnect'");
        final String id = id();
        shop.send(request(id));
        service.read();

        service.send("{'type':'unregister'}");
        service.expectSilence();
        assertEquals("no-service", shop.send(message(id(), "nobody:x", "")).read().get("reason"));
        service.send("{'type':'reply','id':'" + id + "','payload':1}");

        assertEquals(1L, shop.readUntil("reply").get("payload"));
        assertEquals("unregistered", service.readUntil("disconnect").get("reason"));
        assertNull(service.readText());
        assertEquals("unregistered", mine(shop).get("reason"));
    }

    @Test
    void shouldEndADrainThatTakesTooLong() throws Exception {
        final TestClient service = service("");
        final TestClient shop = consumer("");
        final String id = id();
        shop.send(request(id));
        service.read();

        service.send("{'type':'unregister'}");

        assertEquals("unregistered", service.readUntil("disconnect").get("reason"));
        assertUnhandled(shop.read(), id, "instance-lost");
    }

    @Test
    void shouldTellInRegisteredWhatIsThereNow() throws Exception {
        service("");
        final TestClient other = connect();
        other.send("{'type':'register','name':'" + pricing + "','version':'2.0.0','methods':['list'],'listen':[]}");
        final Map<String, Object> registered = other.readUntil("registered");

        final Map<?, ?> mine = ((List<?>)registered.get("services")).stream().map(service -> (Map<?, ?>)service)
            .filter(service -> pricing.equals(service.get("name"))).findFirst().orElseThrow();
        assertEquals(2L, mine.get("instances"));
        assertEquals(Set.of("1.0.0", "2.0.0"), Set.copyOf((List<?>)mine.get("versions")));
        assertEquals(Set.of("quote", "cancel", "list"), Set.copyOf((List<?>)mine.get("methods")));
    }

    @Test
    void shouldCarryAFrameOfTheFullSize() throws Exception {
        final TestClient service = service("");
        final TestClient shop = consumer("");
        final String id = id();
        final String head = message(id, pricing + ":quote", ",'responder':'r','payload':'");
        final String payload = "x".repeat(65_536 - head.length() - 1);

        shop.send(head.substring(0, head.length() - 1) + payload + "'}");
        assertEquals(payload, service.read().get("payload"));
        final String answer = "{'type':'reply','id':'" + id + "','payload':'";
        service.send(answer + "y".repeat(65_536 - answer.length() - 2) + "'}");
        assertEquals(65_536 - answer.length() - 2, ((String)shop.read().get("payload")).length());
    }

    @Test
    void shouldKeepTheOrderOfOneSender() throws Exception {
        final TestClient service = service("");
        final TestClient shop = consumer("");
        for (int i = 0; i < 500; i++) {
            shop.send(message(id(), pricing + ":quote", ",'payload':" + i));
        }

        for (long i = 0; i < 500; i++) {
            assertEquals(i, service.read().get("payload"));
        }
    }

    @Test
    void shouldKeepARequestOpenWhenItsAskerLeaves() throws Exception {
        final TestClient service = service("");
        final TestClient shop = consumer("");
        final String id = id();
        shop.send(request(id));
        service.read();
        shop.close();
        final TestClient again = consumer("");

        assertEquals("open", again.send("{'type':'status','id':'" + id + "'}").read().get("status"));
        service.send("{'type':'reply','id':'" + id + "'}");
        service.expectSilence();
        assertEquals("replied", again.send("{'type':'status','id':'" + id + "'}").read().get("status"));
    }

    @Test
    void shouldTellUnhandledMessagesToWhoListens() throws Exception {
        final TestClient watch = consumer("'unhandled-message'");
        final TestClient shop = connect();
        shop.register("bank", "'listen':['unhandled-message']");
        final String id = id();

        shop.send(message(id, pricing + ":x", ""));

        assertUnhandled(shop.read(), id, "no-service");
        shop.expectSilence();
        Map<String, Object> seen = watch.read();
        while (!id.equals(seen.get("id"))) {
            seen = watch.read();
        }
        assertUnhandled(seen, id, "no-service");
        assertEquals("bank", seen.get("consumer"));
    }
}
