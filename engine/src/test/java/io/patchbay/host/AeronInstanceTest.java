package io.patchbay.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.delivery.ReceivedFrame;
import io.patchbay.delivery.TestGateway;
import io.patchbay.delivery.TestInstance;
import io.patchbay.engine.input.RecordKind;
import io.patchbay.protocol.sbe.RequestDecoder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.DatagramSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;

@Timeout(60)
class AeronInstanceTest {
    private static final byte[] PAYLOAD = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path dir;

    private static TestInstance attach(final HostRig rig, final TestGateway gateway, final String name, final String methods) {
        final long id = gateway.register(name, methods, "ipc", false);
        final int stream = gateway.attachIpc(id);
        rig.runUntil("registered", () -> gateway.frames("Registered").stream().anyMatch(frame -> frame.target() == id));
        final TestInstance instance = new TestInstance(rig.directory, id, stream, gateway.link.ingressStreamId());
        rig.others.add(instance::doWork);
        return instance;
    }

    @Test
    void shouldSendAnInstanceItsRequestsAndEventsOnItsOwnStream() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final TestInstance instance = attach(rig, gateway, "pricing", "quote");
            final long consumer = gateway.register("shop", "");

            gateway.message(consumer, "pricing:quote", "answer", 0, PAYLOAD);
            gateway.register("other", "work");
            rig.runUntil("request and events", () -> instance.frames("Request").size() == 1
                && instance.frames("Lifecycle").size() == 2);

            assertTrue(gateway.frames("Request").isEmpty());
            assertEquals(0, instance.frames("Lifecycle").get(0).target());
            assertEquals(instance.id(), instance.frames("Request").get(0).target());
            instance.close();
        }
    }

    /**
     * The media driver still has the dead engine's subscription, so a new engine also receives what was sent since that death.
     */
    @Test
    void shouldNotWaitForAnInstanceThatHasGoneSinceAnEngineBeforeItWasTold() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final TestInstance gone = attach(rig, gateway, "pricing", "quote");
            final TestInstance stays = attach(rig, gateway, "orders", "place");
            final long consumer = gateway.register("shop", "");
            rig.loseEngine();
            rig.startEngine();
            rig.runUntilCaughtUp();
            gateway.close(gone.id());
            rig.runUntilCaughtUp();
            rig.others.clear();
            gone.close();
            rig.others.add(stays::doWork);
            rig.loseEngine();

            rig.slow(20);
            rig.startEngine();
            rig.runUntilCaughtUp();
            gateway.message(consumer, "orders:place", "answer", 0, PAYLOAD);
            rig.runUntil("the request", () -> !stays.frames("Request").isEmpty());
            stays.close();
        }
    }

    @Test
    void shouldResumeEachInstanceWhereItWas() {
        resume(false);
    }

    @Test
    void shouldResumeEachInstanceWhereItWasFromASnapshot() {
        resume(true);
    }

    private void resume(final boolean usesSnapshots) {
        try (HostRig rig = new HostRig(dir)) {
            if (usesSnapshots) {
                rig.useSnapshots();
            }
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final TestInstance instance = attach(rig, gateway, "pricing", "quote");
            final long consumer = gateway.register("shop", "");
            final int messages = 200;

            for (int i = 0; i < messages; i++) {
                gateway.message(consumer, "pricing:quote", "answer", 0, PAYLOAD);
                rig.runOnce();
                if (usesSnapshots && i % 100 == 30) {
                    rig.takeSnapshot();
                }
                if (i % 100 == 40) {
                    if (usesSnapshots) {
                        rig.runUntilCaughtUp();
                        rig.runUntil("all requests so far", () -> instance.frames("Request").size() > 40);
                    }
                    rig.killEngine();
                } else if (i % 100 == 70) {
                    rig.startEngine();
                }
            }
            rig.runUntil("all requests", () -> instance.frames("Request").size() >= messages);
            rig.runUntilCaughtUp();

            assertEquals(usesSnapshots, rig.engine.foldedFrom() > 0);
            assertEquals(messages, instance.frames("Request").size());
            assertEquals(instance.frames.size(), new HashSet<>(instance.frames.stream().map(ReceivedFrame::key).toList()).size());
            assertTrue(rig.records(RecordKind.DELIVERY_FAILED).isEmpty());
            instance.close();
        }
    }

    @Test
    void shouldDropOnlyTheInstanceThatDoesNotReadAboveItsWindow() {
        try (HostRig rig = new HostRig(dir)) {
            rig.windowBytes = 100_000;
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final TestInstance slow = attach(rig, gateway, "slow", "work");
            final TestInstance quick = attach(rig, gateway, "quick", "work");
            final long consumer = gateway.register("shop", "");
            gateway.message(consumer, "slow:work", "", 0, PAYLOAD);
            rig.runUntil("the stream to be there", () -> slow.frames("Request").size() == 1);
            slow.isReading = false;
            final byte[] large = new byte[10_000];
            Arrays.fill(large, (byte)'1');

            int sent = 0;
            while (rig.records(RecordKind.DELIVERY_FAILED).isEmpty()) {
                gateway.message(consumer, "slow:work", "", 0, large);
                gateway.message(consumer, "quick:work", "", 0, large);
                sent++;
                rig.runOnce();
                assertTrue(sent < 1_000, "never dropped");
            }
            final int expected = sent;
            rig.runUntil("disconnect", () -> !gateway.frames("Disconnect").isEmpty());
            rig.runUntil("all of the other's", () -> quick.frames("Request").size() == expected);

            assertEquals(slow.id(), gateway.frames("Disconnect").get(0).target());
            assertEquals(1, rig.records(RecordKind.DELIVERY_FAILED).size());
            assertEquals(1, rig.engine.deliveryCounters().slowConsumers());
            slow.close();
            quick.close();
        }
    }

    @Test
    void shouldGiveUpAnInstanceThatNeverComesForItsStream() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final long id = gateway.register("pricing", "quote", "ipc", false);
            gateway.attachIpc(id);
            rig.runUntil("registered", () -> !gateway.frames("Registered").isEmpty());

            rig.skip(11);
            rig.runUntil("disconnect", () -> !gateway.frames("Disconnect").isEmpty());

            assertEquals(id, gateway.frames("Disconnect").get(0).target());
            assertEquals(1, rig.engine.deliveryCounters().unconnected());
        }
    }

    @Test
    void shouldWithholdARequestWhoseDeadlinePassedWhileItWaited() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final long id = gateway.register("pricing", "quote", "ipc", false);
            final int stream = gateway.attachIpc(id);
            final long consumer = gateway.register("shop", "");
            gateway.message(consumer, "pricing:quote", "answer", 1_000, PAYLOAD);
            gateway.message(consumer, "pricing:quote", "answer", 60_000, PAYLOAD);
            rig.runUntilCaughtUp();

            rig.skip(2);
            final TestInstance instance = new TestInstance(rig.directory, id, stream, gateway.link.ingressStreamId());
            rig.others.add(instance::doWork);
            rig.runUntil("the second request", () -> !instance.frames("Request").isEmpty());
            rig.runUntil("the end of the first", () -> !gateway.frames("Unhandled").isEmpty());
            rig.runUntil("the record", () -> rig.records(RecordKind.WITHHELD).size() == 1);

            assertEquals(1, instance.frames("Request").size());
            assertEquals(60_000, instance.frames("Request").get(0).request().timeoutMs());
            instance.close();
        }
    }

    @Test
    void shouldPassAFrameOfTheLargestSize() {
        try (HostRig rig = new HostRig(dir)) {
            rig.maxFrameBytes = 1 << 20;
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final TestInstance instance = attach(rig, gateway, "pricing", "quote");
            final long json = gateway.register("plain", "quote");
            final byte[] payload = new byte[1 << 20];
            for (int i = 0; i < payload.length; i++) {
                payload[i] = (byte)('0' + i % 10);
            }

            for (int i = 0; i < 5; i++) {
                gateway.message(json, "pricing:quote", "answer", 0, payload);
                gateway.message(json, "plain:quote", "answer", 0, payload);
            }
            rig.runUntil("both", () -> instance.frames("Request").size() == 5 && gateway.frames("Request").size() == 5);

            assertArrayEquals(payload, payload(instance.frames("Request").get(4)));
            assertArrayEquals(payload, payload(gateway.frames("Request").get(4)));
            instance.close();
        }
    }

    @Test
    void shouldReachAnInstanceByUdpAndHearOfItsEnd() throws SocketException {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            gateway.link.openUdpIngress("127.0.0.1:0");
            rig.runUntil("the ingress", () -> gateway.link.udpIngressChannel() != null);
            final String channel = "aeron:udp?endpoint=127.0.0.1:" + freeUdpPort();
            final long id = gateway.register("pricing", "quote", "udp", false);
            final int stream = gateway.attach(id, channel);
            final TestInstance instance = new TestInstance(rig.directory, id, channel, stream, gateway.link.udpIngressChannel(),
                gateway.link.ingressStreamId());
            rig.others.add(instance::doWork);
            final byte[] payload = new byte[60_000];
            Arrays.fill(payload, (byte)'7');

            gateway.message(gateway.register("shop", ""), "pricing:quote", "answer", 0, payload);
            rig.runUntil("the request", () -> instance.frames("Request").size() == 1);
            rig.runUntil("its ingress stream", () -> gateway.ingress.size() == 2);
            instance.close();
            rig.others.clear();
            rig.runUntil("its end", () -> !gateway.closedIngress.isEmpty());

            assertArrayEquals(payload, payload(instance.frames("Request").get(0)));
            assertEquals(gateway.ingress.get(1), gateway.closedIngress.get(0));
        }
    }

    private static int freeUdpPort() throws SocketException {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static byte[] payload(final ReceivedFrame frame) {
        final RequestDecoder decoder = frame.request();
        decoder.skipDestination();
        decoder.skipConsumer();
        decoder.skipResponder();
        decoder.skipKey();
        decoder.skipTraceparent();
        final byte[] bytes = new byte[decoder.payloadLength()];
        decoder.getPayload(bytes, 0, bytes.length);
        return bytes;
    }
}
