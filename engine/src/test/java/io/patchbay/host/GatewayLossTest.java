package io.patchbay.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.delivery.ReceivedFrame;
import io.patchbay.delivery.TestGateway;
import io.patchbay.delivery.TestInstance;
import io.patchbay.engine.input.RecordKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

@Timeout(60)
class GatewayLossTest {
    private static final byte[] PAYLOAD = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path dir;

    @Test
    void shouldJournalTheLossOfAGatewayAndTellTheOthers() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway first = rig.startGateway();
            final TestGateway second = rig.startGateway();
            final long service = second.register("pricing", "quote");
            final long consumer = first.register("shop", "");
            first.message(consumer, "pricing:quote", "answer", 0, PAYLOAD);
            rig.runUntil("the request", () -> second.frames("Request").size() == 1);

            rig.killGateway(second);
            rig.runUntil("its end", () -> first.frames("Unhandled").size() == 1);

            assertEquals(1, rig.records(RecordKind.GATEWAY_LOST).size());
            assertEquals(4, first.frames("Lifecycle").size());
            assertTrue(first.frames("Unhandled").get(0).text().contains("instance=" + service));
        }
    }

    @Test
    void shouldServeTheOtherGatewayOnAfterTheMediaDriverDied() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway first = rig.startGateway();
            rig.runUntil("the driver", () -> rig.engineLink.isUp());
            final TestGateway second = rig.startGateway();
            final long service = second.register("pricing", "quote");
            final long consumer = second.register("shop", "");
            final int messages = 300;

            for (int i = 0; i < messages; i++) {
                second.message(consumer, "pricing:quote", "answer", 0, PAYLOAD);
                rig.runOnce();
                if (i == 100) {
                    rig.killGateway(first);
                }
            }
            rig.runUntil("all requests", () -> second.frames("Request").size() >= messages);
            rig.runUntil("the loss", () -> rig.records(RecordKind.GATEWAY_LOST).size() == 1);
            rig.runUntilCaughtUp();

            assertEquals(messages, second.frames("Request").size());
            assertTrue(second.frames("Request").stream().allMatch(frame -> frame.target() == service));
            assertEquals(second.frames.size(), new HashSet<>(second.frames.stream().map(ReceivedFrame::key).toList()).size());
            assertInOrder(second.frames("Request"));
            assertEquals(1, rig.records(RecordKind.GATEWAY_LOST).size());
        }
    }

    @Test
    void shouldNotWaitForInstancesThatWereCutOffWithTheMediaDriver() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway first = rig.startGateway();
            rig.runUntil("the driver", () -> rig.engineLink.isUp());
            final TestGateway second = rig.startGateway();
            final long instance = second.register("pricing", "quote", "ipc", false);
            final int stream = second.attachIpc(instance);
            final long consumer = second.register("shop", "");
            rig.runUntil("registered", () -> second.frames("Registered").size() == 2);
            try (TestInstance attached = new TestInstance(rig.directory, instance, stream, second.link.ingressStreamId())) {
                rig.others.add(attached::doWork);
                second.message(consumer, "pricing:quote", "answer", 0, PAYLOAD);
                rig.runUntil("the request", () -> attached.frames("Request").size() == 1);

                rig.others.clear();
                rig.killGateway(first);
                rig.runUntil("the loss of the driver", () -> second.driversLost == 1);
                rig.runUntil("a new fold", () -> rig.engine.folds() == 2);
                second.message(consumer, "nobody:there", "answer", 0, PAYLOAD);
                rig.runUntil("an answer", () -> !second.frames("Unhandled").isEmpty());
            }

            // If the engine had waited for its answer, it would have given up the instance by now.
            assertEquals(List.of(), rig.records(RecordKind.DELIVERY_FAILED));
        }
    }

    @Test
    void shouldGoOnWithANewGatewayAfterTheOnlyOneDied() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway first = rig.startGateway();
            first.register("pricing", "quote");
            rig.runUntil("registered", () -> first.frames("Registered").size() == 1);

            rig.killGateway(first);
            rig.runUntil("the loss", () -> rig.records(RecordKind.GATEWAY_LOST).size() == 1);
            final TestGateway second = rig.startGateway();
            final long service = second.register("pricing", "quote");
            second.message(second.register("shop", ""), "pricing:quote", "answer", 0, PAYLOAD);
            rig.runUntil("the request", () -> second.frames("Request").size() == 1);

            rig.runUntilCaughtUp();

            assertEquals(service, second.frames("Request").get(0).target());
        }
    }

    @Test
    void shouldGoOnWithAllStreamsAfterEverythingStoodStillForLong() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final long consumer = gateway.register("shop", "");
            gateway.register("pricing", "quote");
            rig.runUntil("registered", () -> gateway.frames("Registered").size() == 2);

            // Longer than the time after which Aeron takes an inactive client for dead.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5_500));
            gateway.message(consumer, "pricing:quote", "answer", 0, PAYLOAD);
            rig.runUntil("the request", () -> gateway.frames("Request").size() == 1);
            rig.runUntilCaughtUp();

            assertEquals(gateway.frames.size(), new HashSet<>(gateway.frames.stream().map(ReceivedFrame::key).toList()).size());
            assertEquals(List.of(), rig.records(RecordKind.GATEWAY_LOST));
            assertEquals(1, rig.engine.folds());
        }
    }

    @Test
    void shouldTellAGatewayThatItHasWrittenOffSo() {
        try (HostRig rig = new HostRig(dir)) {
            rig.maxFrameBytes = 20_000;
            rig.windowBytes = 100_000;
            rig.windowTotalBytes = 200_000;
            rig.startEngine();
            final TestGateway quick = rig.startGateway();
            final TestGateway hung = rig.startGateway();
            hung.register("pricing", "quote");
            final long consumer = quick.register("shop", "");
            rig.runUntil("both", () -> hung.frames("Registered").size() == 1 && quick.frames("Registered").size() == 1);
            final byte[] large = new byte[10_000];
            Arrays.fill(large, (byte)'1');

            rig.gateways.remove(hung);
            while (rig.records(RecordKind.GATEWAY_LOST).isEmpty()) {
                quick.message(consumer, "pricing:quote", "", 0, large);
                rig.runOnce();
            }
            rig.gateways.add(hung);
            rig.runUntil("the notice of its loss", () -> hung.writtenOff == 1);
            hung.frames.clear();
            hung.start();
            final long again = hung.register("pricing", "quote");
            rig.runUntil("registered again", () -> hung.frames("Registered").size() == 1);

            assertEquals(again, hung.frames("Registered").get(0).target());
            assertEquals(1, rig.records(RecordKind.GATEWAY_LOST).size());
        }
    }

    @Test
    void shouldFinishWhatADeadServerLeft() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway first = rig.startGateway();
            final long service = first.register("pricing", "quote");
            first.message(service, "pricing:quote", "answer", 0, PAYLOAD);
            rig.runUntil("the request", () -> first.frames("Request").size() == 1);
            rig.killEngine();
            rig.killGateway(first);

            final TestGateway second = rig.startGateway();
            rig.startEngine();
            rig.runUntilCaughtUp();

            // The engine concludes the loss from the slot's new holder, so no record is needed.
            assertEquals(List.of(), rig.records(RecordKind.GATEWAY_LOST));
            assertEquals(0, rig.engine.openRequests());
            assertEquals(List.of(), second.frames);
        }
    }

    @Test
    void shouldRemoveTheDriversDirectoryAtAnOrderlyEnd() {
        final Path aeronDir;
        try (HostRig rig = new HostRig(dir)) {
            final TestGateway gateway = rig.startGateway();
            rig.runUntil("the driver", () -> gateway.link.isUp());
            aeronDir = Path.of(gateway.link.aeronDir());

            assertTrue(Files.isDirectory(aeronDir));
        }

        assertFalse(Files.exists(aeronDir));
    }

    private static void assertInOrder(final List<ReceivedFrame> frames) {
        long last = 0;
        for (final ReceivedFrame frame : frames) {
            assertTrue(frame.index() > last);
            last = frame.index();
        }
    }
}
