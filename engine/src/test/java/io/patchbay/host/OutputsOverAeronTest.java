package io.patchbay.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.patchbay.aeron.AeronLink;
import io.patchbay.delivery.ReceivedFrame;
import io.patchbay.delivery.TestGateway;
import io.patchbay.engine.input.RecordKind;
import io.patchbay.protocol.EventName;
import io.patchbay.protocol.Limits;
import io.patchbay.protocol.UnhandledReason;
import io.patchbay.protocol.sbe.MessageHeaderDecoder;
import io.patchbay.protocol.sbe.RegisteredDecoder;
import io.patchbay.protocol.sbe.ServicesDecoder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

@Timeout(60)
class OutputsOverAeronTest {
    private static final byte[] PAYLOAD = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path dir;

    @Test
    void shouldCarryEveryKindOfOutput() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final long service = gateway.register("pricing", "quote,cancel");
            final long consumer = gateway.register("shop", "", "", true);

            gateway.message(consumer, "pricing:quote", "answer", 5_000, PAYLOAD);
            gateway.message(consumer, "nobody:quote", "answer", 0, PAYLOAD);
            gateway.broadcast(service, PAYLOAD);
            gateway.emit(service, "tick");
            gateway.services(consumer);
            gateway.status(consumer, 1);
            gateway.status(consumer, 99);
            rig.runUntil("the request", () -> gateway.frames("Request").size() == 1);
            gateway.reply(service, gateway.frames("Request").get(0));
            gateway.unregister(service);
            rig.runUntil("the last", () -> gateway.frames("Lifecycle").size() == 4);

            assertText(only(gateway, "Request"), "deadline=", "timeoutMs=5000", "encoding=0", "consumer=", "payload=");
            assertEquals(service, only(gateway, "Request").target());
            assertEquals(consumer, only(gateway, "Reply").target());
            assertText(only(gateway, "Reply"), "instance=" + service, "more=0", "error=0");
            assertText(only(gateway, "Unhandled"), "reason=" + UnhandledReason.NO_SERVICE.ordinal(), "sender=" + consumer);
            assertText(only(gateway, "Broadcast"), "hasId=1", "idHi=7", "idLo=8", "instance=" + service);
            assertText(only(gateway, "Custom"), "instance=" + service);
            assertEquals(consumer, only(gateway, "Services").target());
            assertEquals(2, gateway.frames("Status").size());
            assertEquals(service, only(gateway, "Disconnect").target());
            assertEquals(3, gateway.frames("Accepted").size());
            final List<ReceivedFrame> events = gateway.frames("Lifecycle");
            assertText(events.get(0), "event=" + EventName.SERVICE_CONNECT.ordinal(), "reason=255");
            assertText(events.get(1), "event=" + EventName.SERVICE_ONLINE.ordinal());
            assertText(events.get(2), "event=" + EventName.SERVICE_DISCONNECT.ordinal(), "reason=0");
            assertText(events.get(3), "event=" + EventName.SERVICE_OFFLINE.ordinal());
            assertNumbered(gateway.frames(frame -> !"Accepted".equals(frame.name())));
        }
    }

    @Test
    void shouldWorkWhereGatewayAndEngineShareALinkAndAThread() {
        try (HostRig rig = new HostRig(dir)) {
            final AeronLink shared = rig.newLink(true);
            rig.startEngine(shared);
            rig.runUntilCaughtUp();
            final TestGateway gateway = rig.startGateway(shared);

            gateway.register("pricing", "quote");
            gateway.message(gateway.register("shop", ""), "pricing:quote", "answer", 0, PAYLOAD);
            rig.runUntil("the request", () -> gateway.frames("Request").size() == 1);

            assertEquals(1, rig.engine.folds());
            assertTrue(shared.hasDriver());
        }
    }

    @Test
    void shouldSplitLongListsSoThatTheirJsonFits() {
        try (HostRig rig = new HostRig(dir)) {
            rig.maxFrameBytes = Limits.MAX_FRAME_FLOOR_BYTES;
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final List<String> names = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                final int service = i;
                names.add("service-with-a-rather-long-name-" + service);
                gateway.register(names.get(i), IntStream.range(0, i == 7 ? 200 : 4)
                    .mapToObj(method -> "method-of-service-" + service + "-number-" + method).collect(Collectors.joining(",")));
            }
            rig.runUntil("all", () -> gateway.frames(ReceivedFrame::isLast).size() == 40);
            gateway.frames.clear();

            final long last = gateway.register("last", "");
            gateway.services(last);
            rig.runUntil("both lists", () -> gateway.frames(ReceivedFrame::isLast).size() == 2);

            final TreeSet<String> registered = new TreeSet<>();
            int methods = 0;
            for (final ReceivedFrame frame : gateway.frames("Registered")) {
                final RegisteredDecoder decoder = new RegisteredDecoder()
                    .wrapAndApplyHeader(frame.bytes(), 0, new MessageHeaderDecoder());
                int json = 300;
                for (final RegisteredDecoder.ServicesDecoder entry : decoder.services()) {
                    final String name = text(entry.nameLength(), entry::getName);
                    final String versions = text(entry.versionsLength(), entry::getVersions);
                    final String list = text(entry.methodsLength(), entry::getMethods);
                    json += ("{\"name\":\"" + name + "\",\"versions\":[\"" + versions + "\"],\"methods\":[\""
                        + list.replace(",", "\",\"") + "\"],\"instances\":" + entry.instances() + "},").length();
                    registered.add(name);
                    methods += list.isEmpty() ? 0 : list.split(",").length;
                }
                assertTrue(json <= rig.maxFrameBytes + Limits.SERVER_FRAME_EXTRA_BYTES, "json of " + json);
            }
            assertEquals(new TreeSet<>(names), registered);
            assertEquals(39 * 4 + 200, methods);
            int instances = 0;
            for (final ReceivedFrame frame : gateway.frames("Services")) {
                for (final ServicesDecoder.InstancesDecoder entry : new ServicesDecoder()
                    .wrapAndApplyHeader(frame.bytes(), 0, new MessageHeaderDecoder()).instances()) {
                    entry.skipService();
                    entry.skipVersion();
                    entry.skipMethods();
                    instances++;
                }
            }
            assertEquals(40, instances);
            assertTrue(gateway.frames("Services").size() > 1);
            assertNumbered(gateway.frames);
        }
    }

    @Test
    void shouldEndARequestByATick() {
        try (HostRig rig = new HostRig(dir)) {
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            gateway.register("pricing", "quote");
            final long consumer = gateway.register("shop", "");
            rig.runUntil("the first checkpoint", () -> rig.records(RecordKind.CHECKPOINT).size() == 1);
            rig.runUntilCaughtUp();

            gateway.message(consumer, "pricing:quote", "answer", 500, PAYLOAD);
            rig.runUntil("its end", () -> gateway.frames("Unhandled").size() == 1);
            rig.runUntilCaughtUp();

            assertText(only(gateway, "Unhandled"), "reason=" + UnhandledReason.TIMEOUT.ordinal());
            assertEquals(List.of(only(gateway, "Unhandled").index()), rig.records(RecordKind.TICK));
        }
    }

    @Test
    void shouldAckAfterTheSyncWhereItIsDoneAtIntervals() {
        try (HostRig rig = new HostRig(dir)) {
            rig.durability = Durability.interval(Durability.MAX_INTERVAL_MS);
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final long service = gateway.register("pricing", "quote");
            rig.runUntilCaughtUp();

            final long index = gateway.broadcast(service, PAYLOAD);
            rig.runUntil("the effect", () -> gateway.frames("Broadcast").size() == 1);
            final int early = gateway.frames("Accepted").size();
            rig.skip(61);
            rig.runUntil("the ack", () -> gateway.frames("Accepted").size() == 1);

            assertEquals(0, early);
            assertEquals(index, only(gateway, "Accepted").index());
            assertTrue(rig.journal.syncedIndex() >= index);
        }
    }

    @Test
    void shouldDoNothingBeforeTheSyncWhereItIsDoneInBatches() {
        try (HostRig rig = new HostRig(dir)) {
            rig.durability = Durability.BATCH;
            rig.startEngine();
            final TestGateway gateway = rig.startGateway();
            final long service = gateway.register("pricing", "quote");

            for (int i = 1; i <= 20; i++) {
                final int count = i;
                final long index = gateway.broadcast(service, PAYLOAD);
                rig.runUntil("the effect", () -> {
                    assertTrue(gateway.frames(frame -> frame.index() >= index).isEmpty()
                        || rig.journal.syncedIndex() >= index);
                    return gateway.frames("Broadcast").size() == count;
                });

                assertEquals(count, gateway.frames("Accepted").size());
            }
        }
    }

    private interface Getter {
        int get(byte[] bytes, int offset, int length);
    }

    private static String text(final int length, final Getter getter) {
        final byte[] bytes = new byte[length];
        getter.get(bytes, 0, length);
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static ReceivedFrame only(final TestGateway gateway, final String name) {
        final List<ReceivedFrame> frames = gateway.frames(name);
        assertEquals(1, frames.size(), name);
        return frames.get(0);
    }

    private static void assertText(final ReceivedFrame frame, final String... parts) {
        for (final String part : parts) {
            assertTrue(frame.text().contains(part), part + " in " + frame.text());
        }
    }

    /** Checks that each record's frames are numbered from 0 without a gap. */
    private static void assertNumbered(final List<ReceivedFrame> frames) {
        long index = 0;
        int n = 0;
        for (final ReceivedFrame frame : frames) {
            n = frame.index() == index ? n + 1 : 0;
            index = frame.index();
            assertEquals(n, frame.n(), frame.key());
        }
    }
}
