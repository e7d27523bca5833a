package io.patchbay.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Kills the server, the engine alone and the gateway alone with {@code kill -9}, as real processes under load.
 * {@code -Dpatchbay.kills=N} runs more rounds.
 */
@Timeout(900)
class CrashIT {
    private static final int KILLS = Integer.getInteger("patchbay.kills", 2);
    private static final long SEED = Long.getLong("patchbay.seed", System.nanoTime());

    @TempDir
    Path data;

    private final Random random = new Random(SEED);

    @Test
    void shouldLoseNothingWhenTheServerIsKilled() throws Exception {
        final Set<String> accepted = new HashSet<>();
        for (int i = 0; i < KILLS; i++) {
            try (PatchbayProcess server = PatchbayProcess.server(data);
                Load load = new Load(server.tcpPort(), server.tcpPort())) {
                load.awaitReplies(200 + random.nextInt(2_000));

                server.kill9();

                Load.awaitTrue(load::isConsumerGone, "the end of the connection");
                accepted.addAll(load.accepted());
                assertEquals(List.of(), load.trouble(), "seed " + SEED);
            }
        }
        restartAndAudit(accepted);
    }

    @Test
    void shouldGoOnWhenTheEngineAloneIsKilled() throws Exception {
        try (PatchbayProcess gateway = PatchbayProcess.role("gateway", data)) {
            PatchbayProcess engine = PatchbayProcess.role("engine", data);
            try (Load load = new Load(gateway.tcpPort(), gateway.tcpPort())) {
                for (int i = 0; i < KILLS; i++) {
                    load.awaitReplies(load.replies() + 200 + random.nextInt(2_000));

                    engine.kill9();
                    engine = PatchbayProcess.role("engine", data);

                    load.awaitReplies(load.replies() + 200);
                }
                load.finish();
                assertEquals(List.of(), load.trouble(), "seed " + SEED);
                assertInOrder(load.requestOrder());
                final Set<String> accepted = new HashSet<>(load.accepted());
                load.leave();
                assertEquals(0, gateway.terminate().exit());
                assertEquals(0, engine.terminate().exit());
                audit(accepted);
            } finally {
                engine.close();
            }
        }
    }

    @Test
    void shouldEndWhatAKilledGatewayHeld() throws Exception {
        final Set<String> accepted = new HashSet<>();
        PatchbayProcess gateway = PatchbayProcess.role("gateway", data);
        try (PatchbayProcess engine = PatchbayProcess.role("engine", data)) {
            for (int i = 0; i < KILLS; i++) {
                try (Load load = new Load(gateway.tcpPort(), gateway.tcpPort())) {
                    load.awaitReplies(200 + random.nextInt(2_000));

                    gateway.kill9();

                    Load.awaitTrue(load::isConsumerGone, "the end of the connection");
                    accepted.addAll(load.accepted());
                    assertEquals(List.of(), load.trouble(), "seed " + SEED);
                }
                gateway = PatchbayProcess.role("gateway", data);
                assertTrue(engine.isAlive(), engine::err);
                try (JsonPeer desk = new JsonPeer(gateway.tcpPort())) {
                    desk.register("{\"type\":\"register\",\"name\":\"look\",\"version\":\"1.0.0\"}");
                    Load.awaitTrue(() -> servicesOf(desk) == 0, "the ghosts to go");
                }
            }
            assertEquals(0, gateway.terminate().exit());
            assertEquals(0, engine.terminate().exit());
            audit(accepted);
        } finally {
            gateway.close();
        }
    }

    private static int servicesOf(final JsonPeer desk) {
        try {
            desk.send("{\"type\":\"services\"}");
            return desk.awaitType("services").get("services").size();
        } catch (final Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void assertInOrder(final List<Long> requests) {
        for (int i = 0; i < requests.size(); i++) {
            assertEquals(i, requests.get(i), "requests reach the service in order, once each; seed " + SEED);
        }
    }

    private void restartAndAudit(final Set<String> accepted) throws Exception {
        try (PatchbayProcess again = PatchbayProcess.server(data)) {
            assertEquals(0, again.terminate().exit());
        }
        audit(accepted);
    }

    private void audit(final Set<String> accepted) throws Exception {
        assertTrue(!accepted.isEmpty(), "nothing was accepted; seed " + SEED);
        Audit.of(data).assertHolds(accepted);
        Audit.assertVerifies(data);
        assertEquals(0, Audit.state(data).get("open").size());
    }
}
