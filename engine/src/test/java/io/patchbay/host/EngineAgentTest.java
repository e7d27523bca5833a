package io.patchbay.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.delivery.ReceivedFrame;
import io.patchbay.delivery.TestGateway;
import io.patchbay.engine.input.RecordKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class EngineAgentTest {
    private static final byte[] PAYLOAD = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path dir;

    @Test
    void shouldCarryARequestAndItsReply() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();

            final long service = gateway.register("pricing", "quote");
            final long consumer = gateway.register("shop", "");
            gateway.message(consumer, "pricing:quote", "answer", 0, PAYLOAD);
            rig.runUntil("the request", () -> !gateway.frames("Request").isEmpty());
            gateway.reply(service, gateway.frames("Request").get(0));
            rig.runUntil("the reply", () -> !gateway.frames("Reply").isEmpty());

            assertEquals(service, gateway.frames("Request").get(0).target());
            assertEquals(consumer, gateway.frames("Reply").get(0).target());
            assertEquals(2, gateway.frames("Registered").size());
        }
    }

    @Test
    void shouldWriteSettingsAndCheckpointOnceAndThenNothing() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startGateway();
            rig.startEngine();
            rig.runUntil("the first checkpoint", () -> rig.records(RecordKind.CHECKPOINT).size() == 1);
            rig.runUntilCaughtUp();
            final long last = rig.journal.lastIndex();

            for (int i = 0; i < 200; i++) {
                rig.runOnce();
            }

            assertEquals(last, rig.journal.lastIndex());
            assertEquals(1, rig.records(RecordKind.SETTINGS).size());
            rig.stopEngine();
            assertEquals(2, rig.records(RecordKind.CHECKPOINT).size());
        }
    }

    @Test
    void shouldJournalEachLeapOfTheWallClockOnceAndPassNoDeadlineByIt() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final long service = gateway.register("pricing", "quote");
            gateway.message(service, "pricing:quote", "answer", 60_000, PAYLOAD);
            rig.runUntilCaughtUp();
            for (final int hours : new int[] {1, -2, 24 * 30}) {
                final int before = rig.records(RecordKind.CLOCK_LEAP).size();

                rig.leap(TimeUnit.HOURS.toSeconds(hours));
                rig.skip(2);
                rig.runUntil("the leap's record", () -> rig.records(RecordKind.CLOCK_LEAP).size() > before);
                rig.skip(2);
                rig.runUntilCaughtUp();

                assertEquals(before + 1, rig.records(RecordKind.CLOCK_LEAP).size());
                assertEquals(1, rig.engine.openRequests());
            }
            rig.skip(60);
            rig.runUntil("the end of the request", () -> rig.engine.openRequests() == 0);
        }
    }

    @Test
    void shouldResumeAfterTheEnginesDeathWithoutLossOrRepeat() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final long service = gateway.register("pricing", "quote");
            final long consumer = gateway.register("shop", "");
            final int messages = 300;

            for (int i = 0; i < messages; i++) {
                gateway.message(consumer, "pricing:quote", "answer", 0, PAYLOAD);
                rig.runOnce();
                if (i % 100 == 50) {
                    rig.killEngine();
                } else if (i % 100 == 80) {
                    rig.startEngine();
                }
            }
            rig.runUntil("all requests", () -> gateway.frames("Request").size() >= messages);
            rig.runUntilCaughtUp();

            final List<ReceivedFrame> requests = gateway.frames("Request");
            assertEquals(messages, requests.size());
            assertEquals(messages, new HashSet<>(requests.stream().map(ReceivedFrame::index).toList()).size());
            assertEquals(gateway.frames.size(), new HashSet<>(gateway.frames.stream().map(ReceivedFrame::key).toList()).size());
            assertTrue(requests.stream().allMatch(frame -> frame.target() == service));
            assertEquals(messages, rig.engine.lastApplied() == 0 ? 0 : requests.size());
        }
    }
}
