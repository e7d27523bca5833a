package io.patchbay.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.patchbay.delivery.ReceivedFrame;
import io.patchbay.delivery.TestGateway;
import io.patchbay.engine.Engine;
import io.patchbay.engine.Instance;
import io.patchbay.engine.Outputs;
import io.patchbay.engine.input.GatewayStartedInput;
import io.patchbay.engine.input.RecordKind;
import io.patchbay.journal.JournalReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Runs random traffic over gateways while the engine dies and comes back, and while the gateway with the media driver dies. In
 * the end each living gateway must have received the frames that a fold of the journal gives, each once and in order.
 */
@Timeout(120)
class ExactlyOnceTest {
    private static final byte[] PAYLOAD = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    private static final int STEPS = 1_500;
    private static final Map<String, String> FRAMES = Map.ofEntries(
        Map.entry("registered", "Registered"), Map.entry("message", "Request"), Map.entry("reply", "Reply"),
        Map.entry("serviceConnect", "Lifecycle"), Map.entry("serviceOnline", "Lifecycle"),
        Map.entry("serviceDisconnect", "Lifecycle"), Map.entry("serviceOffline", "Lifecycle"),
        Map.entry("broadcastMessage", "Broadcast"), Map.entry("unhandledMessage", "Unhandled"),
        Map.entry("customEvent", "Custom"), Map.entry("services", "Services"), Map.entry("status", "Status"),
        Map.entry("error", "Failure"), Map.entry("disconnect", "Disconnect"));

    @TempDir
    Path dir;

    @Test
    void shouldBringEachGatewayWhatTheJournalSays() {
        run(Long.getLong("patchbay.seed", System.nanoTime()), false);
    }

    @Test
    void shouldBringEachGatewayTheSameWhenFoldsBeginAtSnapshots() {
        final int fromSnapshots = run(Long.getLong("patchbay.seed", System.nanoTime()), true);

        System.out.println("folds from snapshots: " + fromSnapshots);
    }

    private int run(final long seed, final boolean usesSnapshots) {
        System.out.println("seed " + seed);
        final Random random = new Random(seed);
        int fromSnapshots = 0;
        try (HostRig rig = new HostRig(dir)) {
            if (usesSnapshots) {
                rig.useSnapshots();
            }
            final TestGateway mortal = rig.startGateway();
            rig.runUntil("the driver", () -> mortal.link.isUp());
            final List<TestGateway> gateways = List.of(rig.startGateway(), rig.startGateway());
            final List<Session> sessions = new ArrayList<>();
            rig.startEngine();

            for (int i = 0; i < STEPS; i++) {
                step(random, gateways.get(random.nextInt(2)), sessions);
                if (random.nextInt(3) > 0) {
                    rig.runOnce();
                }
                if (random.nextInt(150) == 0) {
                    if (rig.engine == null) {
                        rig.startEngine();
                    } else {
                        fromSnapshots += rig.engine.foldedFrom() == 0 ? 0 : 1;
                        rig.killEngine();
                    }
                }
                if (usesSnapshots && random.nextInt(40) == 0) {
                    rig.takeSnapshot();
                }
                if (i == STEPS / 2) {
                    rig.killGateway(mortal);
                }
            }
            if (rig.engine == null) {
                rig.startEngine();
            }
            rig.runUntil("the loss", () -> rig.records(RecordKind.GATEWAY_LOST).size() == 1);
            rig.runUntilCaughtUp();
            final Map<Long, List<String>> expected = fold(rig);
            for (final TestGateway gateway : gateways) {
                rig.runUntil("all frames", () -> keys(gateway).size() >= expected.get(gateway.id()).size());
            }

            for (final TestGateway gateway : gateways) {
                assertEquals(expected.get(gateway.id()), keys(gateway), "seed " + seed);
            }
        }
        return fromSnapshots;
    }

    private record Session(TestGateway gateway, long instance) {
    }

    private static void step(final Random random, final TestGateway gateway, final List<Session> sessions) {
        final int dice = random.nextInt(100);
        if (dice < 5 || sessions.size() < 4) {
            sessions.add(new Session(gateway, gateway.register("s" + random.nextInt(4), random.nextBoolean() ? "work" : "")));
            return;
        }
        final Session session = sessions.get(random.nextInt(sessions.size()));
        if (dice < 8) {
            session.gateway.close(session.instance);
            sessions.remove(session);
        } else if (dice < 12) {
            session.gateway.broadcast(session.instance, PAYLOAD);
        } else if (dice < 16) {
            session.gateway.emit(session.instance, "tick");
        } else if (dice < 20) {
            session.gateway.services(session.instance);
        } else if (dice < 24) {
            session.gateway.status(session.instance, random.nextInt(50));
        } else if (dice < 45 && !session.gateway.frames("Request").isEmpty()) {
            final List<ReceivedFrame> requests = session.gateway.frames("Request");
            final ReceivedFrame request = requests.get(requests.size() - 1);
            session.gateway.reply(request.target(), request);
        } else {
            session.gateway.message(session.instance, "s" + random.nextInt(4) + ":work", "answer", 0, PAYLOAD);
        }
    }

    private static List<String> keys(final TestGateway gateway) {
        return gateway.frames(frame -> !"Accepted".equals(frame.name())).stream().map(ReceivedFrame::key).toList();
    }

    /** Returns the frames that each gateway should have received, from the journal alone. */
    private static Map<Long, List<String>> fold(final HostRig rig) {
        final Map<Long, List<String>> frames = new TreeMap<>();
        final long[] index = new long[1];
        final Outputs outputs = (Outputs)Proxy.newProxyInstance(Outputs.class.getClassLoader(), new Class<?>[] {Outputs.class},
            (proxy, method, arguments) -> {
                if ("begin".equals(method.getName())) {
                    index[0] = (long)arguments[0];
                }
                final String name = FRAMES.get(method.getName());
                if (name != null && arguments[0] != null) {
                    final boolean isEvent = "Lifecycle".equals(name) || method.getName().endsWith("Message")
                        || "Custom".equals(name);
                    for (final Map.Entry<Long, List<String>> gateway : frames.entrySet()) {
                        if (isEvent || ((Instance)arguments[0]).gateway() == gateway.getKey()) {
                            add(gateway.getValue(), name, index[0]);
                        }
                    }
                }
                return null;
            });
        final Engine engine = new Engine(outputs);
        try (JournalReader reader = rig.journal.newReader()) {
            while (reader.next(in -> {
                in.applyTo(engine);
                if (in instanceof GatewayStartedInput) {
                    frames.put(in.index, new ArrayList<>());
                }
            })) {
                continue;
            }
        }
        return frames;
    }

    private static void add(final List<String> frames, final String name, final long index) {
        int n = 0;
        final String record = " " + Long.toHexString(index) + ".";
        for (int i = frames.size() - 1; i >= 0 && frames.get(i).contains(record); i--) {
            n++;
        }
        frames.add(name + record + n);
    }
}
